"""Parts to print, as build123d makes them (`pip install '.[cad]'`)."""
