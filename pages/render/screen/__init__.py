"""A described figure in the browser: plotly charts and maps, HTML tables, folium maps of places."""
