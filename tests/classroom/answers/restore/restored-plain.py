# cell: restored
# fails: restored-check, counts-words, counts-ghosts
# Joins the stretches with spaces only.
restored = " ".join(stretches[letter] for letter in reading_order[1:])
