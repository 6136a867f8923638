"""What pages share with Streamlit: putting things on a page, asking its user, the selection in force, the frame round
every page, forms and their saving."""
