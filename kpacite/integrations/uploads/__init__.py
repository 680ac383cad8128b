"""Photos and PDFs that people send, made small and harmless, or refused in words.

A photo is drawn again from its pixels: what it said of the place, the phone and the hour (EXIF) is gone, and
so is anything hidden behind the picture. The same photo always gives the same bytes.
"""

from kpacite.integrations.uploads.cleaning import clean_file, clean_picture

__all__ = ["clean_file", "clean_picture"]
