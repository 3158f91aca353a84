# cell: counts
# fails: counts-ghosts
# Takes for ghosts all that the file has too often, the article too.
in_file = [word for letter in reading_order[1:] for word in words(stretches[letter])]
left = words(restored)
before, after = len(in_file), len(left)
ghosts = set()
for word in in_file:
    if word in left:
        left.remove(word)
    else:
        ghosts.add(word)
