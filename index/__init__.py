"""How does a letter become searchable?"""
