# cell: restored
# fails: restored-check, counts-words, counts-ghosts
# Glues wherever a stretch begins with a small letter.
restored = ""
for letter in reading_order[1:]:
    restored = join(restored, stretches[letter], cut=stretches[letter][0].islower() and not restored.endswith("-"))
