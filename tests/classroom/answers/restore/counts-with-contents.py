# cell: counts
# fails: counts-words, counts-ghosts
# Counts the contents page too.
in_file = [word for text in stretches.values() for word in words(text)]
before, after = len(in_file), len(words(restored))
ghosts = set(in_file) - set(words(restored))
