"""Pure calculation: frames in, frames out. Imports nothing of this project, no streamlit, no files."""
