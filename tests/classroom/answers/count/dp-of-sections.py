# cell: dp-of
# fails: dp-of-check
# Takes the three sections for the parts.
cut = [by_words(" ".join(text for number, text in paragraphs.items() if number[0] == section)) for section in "UST"]
dp_of = {
    word: dp([part.count(word) for part in cut], [len(part) for part in cut])
    for word in ("the", "workers", "masses", "committees", "freedom")
}
