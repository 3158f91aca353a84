# cell: restored
# fails: restored-check, counts-words, counts-ghosts
# Joins wherever there is a hyphen, and misses the one that is lost.
restored = ""
for letter in reading_order[1:]:
    restored = join(restored, stretches[letter])
