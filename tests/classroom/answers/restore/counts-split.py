# cell: counts
# fails: counts-words, counts-ghosts
# Counts what stands between spaces.
in_file = [word for letter in reading_order[1:] for word in stretches[letter].split()]
before, after = len(in_file), len(restored.split())
ghosts = set(in_file) - set(restored.split())
