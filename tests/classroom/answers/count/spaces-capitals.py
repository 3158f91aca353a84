# cell: spaces
# fails: spaces-check, ten-spread
# Keeps capitals.
def by_spaces(text):
    return text.split()
