"""How does a question find letters?"""
