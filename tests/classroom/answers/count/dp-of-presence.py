# cell: dp-of
# fails: dp-of-check
# Counts a paragraph once, however often the word occurs in it.
cut = [by_words(text) for text in paragraphs.values()]
dp_of = {
    word: dp([int(word in part) for part in cut], [len(part) for part in cut])
    for word in ("the", "workers", "masses", "committees", "freedom")
}
