"""What /following says above and in its list; span: `2 days`."""

from bot.i18n.text import PerChat, Text

IN_WEEK = PerChat(
    you=Text("You follow (articles in the last 7 days):"),
    chat=Text("This chat follows (articles in the last 7 days):"),
    channel=Text("The channel follows (articles in the last 7 days):"),
)
IN_SPAN = PerChat(
    you=Text("You follow (articles in the last {span}):"),
    chat=Text("This chat follows (articles in the last {span}):"),
    channel=Text("The channel follows (articles in the last {span}):"),
)
IN_ONLY_SPAN = PerChat(
    you=Text("You follow (I have only {span} of news so far):"),
    chat=Text("This chat follows (I have only {span} of news so far):"),
    channel=Text("The channel follows (I have only {span} of news so far):"),
)
#: a follow, and how many articles it brought, where they were not all counted
BROUGHT_ABOUT = Text("{follow} · about {count}")
UNFOLLOW = Text("Unfollow …")
