# cell: count
# fails: count-test
# Counts the words of the spans and forgets the rest.
def words_by_voice(text, spans, default):
    found = {}
    for start, end, voice in spans:
        found[voice] = found.get(voice, 0) + len(WORD.findall(text[start:end]))
    return found
