"""How does a word processor's file become lines? ``word`` and ``opendocument`` read; ``flow`` serves both."""
