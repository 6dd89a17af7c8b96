"""How does a PDF become lines? ``reader`` asks PDFium for words and where they stand; ``text`` lays them out."""
