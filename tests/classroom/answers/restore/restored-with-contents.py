# cell: restored
# fails: restored-check, counts-words
# Takes the contents page for text.
restored = ""
for letter in reading_order:
    restored = join(restored, stretches[letter], cut=restored.endswith("not by the"))
