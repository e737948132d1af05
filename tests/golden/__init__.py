"""Every message in each language, as people read it: en.txt, ru.txt, kk.txt, written by `make golden`."""
