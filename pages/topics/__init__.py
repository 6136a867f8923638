"""What one page says and shows: its sentences, tables and descriptions of figures, one module a topic. No Streamlit, no
drawing; pages and books use the same."""
