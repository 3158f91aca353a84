"""The same examples on every run, no test that fails because a machine is busy, and none of NLTK's data."""

import nltk
from hypothesis import settings

settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")

nltk.data.path.clear()
