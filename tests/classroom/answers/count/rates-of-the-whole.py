# cell: rates
# fails: rates-check, chart-data, repair-check
# Divides by the words of the whole text.
def rates(word):
    total = len(by_words(body))
    return {
        section: 1000
        * sum(by_words(text).count(word.lower()) for number, text in paragraphs.items() if number[0] == section)
        / total
        for section in "UST"
    }
