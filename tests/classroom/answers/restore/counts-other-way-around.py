# cell: counts
# fails: counts-words, counts-ghosts
# Looks for the words that the restored text has and the file has not.
in_file = [word for letter in reading_order[1:] for word in words(stretches[letter])]
before, after = len(words(restored)), len(in_file)
ghosts = set(words(restored)) - set(in_file)
