"""Every sentence for people, one module an area: a constant is one whole text with named parts.

The English text is what gettext looks the other languages up by; the key, `follow.too_long` for TOO_LONG of follow.py,
is what is stored. No text is put together from ends of others: what changes a sentence makes it a text of its own.
"""
