"""What does a file of a given form say? One module a form: its bytes -> a `document.Document`."""
