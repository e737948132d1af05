"""An address that ends in a slash identifies its article, and an undated title lives while it is listed.

Releases before stored no key for such an address, and let the keys of undated titles expire while their entries were
still listed. Known articles get these keys, so that the first poll after the upgrade alerts for none of them again.
"""

import unicodedata
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from urllib.parse import quote, unquote_to_bytes, urlsplit

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

#: titles under which one address is that of an article; more, and it is a section's
TITLES_OF_ONE = 3
#: characters of a key; a longer one is left out
LONGEST = 400
TWIN_HOSTS = ("www.", "m.", "mobile.", "amp.")
FOLDED = str.maketrans(
    dict.fromkeys("“”„‟«»″〝〞＂", '"') | dict.fromkeys("‘’‚‛′`´ʼ‹›", "'") | dict.fromkeys("‐‑‒–—―−﹘﹣－", "-")
)

article = sa.table("article", sa.column("id"), sa.column("source_key"), sa.column("url"), sa.column("title"))
key = sa.table("article_key", sa.column("kind"), sa.column("value"), sa.column("article_id"), sa.column("expires_at"))


def upgrade() -> None:
    """Add the keys, and have every source read once in full, so that the titles that it lists are kept."""
    op.execute("UPDATE source SET etag = NULL, modified = NULL, body_hash = NULL")
    identified = sa.select(key.c.article_id).where(key.c.kind.in_(["id", "url"]))
    slashed = sa.or_(article.c.url.like("%/"), article.c.url.like("%/?%"))
    found = _articles(sa.and_(slashed, article.c.id.not_in(identified)))
    titles: dict[str, set[str]] = defaultdict(set)
    for _, _, url, title in found:
        titles[_address(url)].add(_folded(title))
    named: dict[str, int] = {}
    for number, _, url, _ in found:  # newest first: it may have been stored at each poll
        if len(titles[_address(url)]) <= TITLES_OF_ONE and not _address(url).endswith("/"):
            named.setdefault(_address(url), number)
    _add("url", named, None)
    nameless = _articles(article.c.id.not_in(sa.select(key.c.article_id)))
    expires_at = datetime.now(UTC) + timedelta(days=7)
    _add("title", {f"{source} {_folded(title)}": number for number, source, _, title in reversed(nameless)}, expires_at)


def _articles(which: sa.ColumnElement[bool]) -> list[tuple[int, str, str, str]]:
    """Newest first."""
    columns = (article.c.id, article.c.source_key, article.c.url, article.c.title)
    rows = op.get_bind().execute(sa.select(*columns).where(which).order_by(article.c.id.desc()))
    return [(number, source, url, title) for number, source, url, title in rows]


def _add(kind: str, named: dict[str, int], expires_at: datetime | None) -> None:
    at = sa.literal(expires_at, sa.DateTime(timezone=True))
    for value, number in named.items():
        taken = sa.select(key.c.value).where(key.c.kind == kind, key.c.value == value)
        if len(value) <= LONGEST and op.get_bind().execute(taken).first() is None:
            op.execute(key.insert().values(kind=kind, value=value, article_id=number, expires_at=at))


def _address(url: str) -> str:
    """The canonical URL, of the plain form that such addresses have; "/": none that can be a key."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        port = "" if parts.port in (None, 80, 443) else f":{parts.port}"
    except ValueError:
        return "/"
    while twin := next((twin for twin in TWIN_HOSTS if host.startswith(twin) and "." in host[len(twin) :]), None):
        host = host[len(twin) :]
    path = quote(unquote_to_bytes(parts.path.rstrip("/")), safe="/:@!$&'()*+,;=~") or "/"
    query = "&".join(sorted(one for one in parts.query.split("&") if one and not one.startswith("utm_")))
    return f"{host}{port}{path}" + (f"?{query}" if query else "")


def _folded(title: str) -> str:
    return " ".join(unicodedata.normalize("NFC", title).translate(FOLDED).casefold().split())
