"""What is drawn and written: figures, films, pages, slides, tables."""
