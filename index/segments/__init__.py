"""How do letters lie on disk so that a question reads arrays?"""
