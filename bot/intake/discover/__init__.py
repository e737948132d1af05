"""Where a site has its news: what a page advertises, and the list of headlines by the page's repeated structure.

page ─▶ survey (links, dates, blocks) ─▶ candidates (selectors that repeat) ─▶ scores ─▶ lists, with their selectors

All of it is pure and takes a parsed page: it runs in the reader's child process. `results` and `toml` are the parent's,
too.
"""
