# cell: dp-of
# fails: dp-of-check
# Takes all paragraphs for equally long.
cut = [by_words(text) for text in paragraphs.values()]
dp_of = {
    word: dp([part.count(word) for part in cut], [1] * len(cut))
    for word in ("the", "workers", "masses", "committees", "freedom")
}
