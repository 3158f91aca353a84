# cell: count
# fails: count-test
# A second span in the same voice replaces the first, and a voice without words is kept.
def words_by_voice(text, spans, default):
    found = {}
    for start, end, voice in spans:
        found[voice] = len(WORD.findall(text[start:end]))
    found[default] = len(WORD.findall(text)) - sum(found.values())
    return found
