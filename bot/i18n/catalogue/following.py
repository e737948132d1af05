"""What /following says above and in its list; span: `2 days`."""

from bot.i18n.text import PerChat, Text

IN_WEEK = PerChat(
    you=Text("You follow, with how many articles came in the last 7 days:"),
    chat=Text("This chat follows, with how many articles came in the last 7 days:"),
    channel=Text("The channel follows, with how many articles came in the last 7 days:"),
)
IN_SPAN = PerChat(
    you=Text("You follow, with how many articles came in the {span} I have:"),
    chat=Text("This chat follows, with how many articles came in the {span} I have:"),
    channel=Text("The channel follows, with how many articles came in the {span} I have:"),
)
IN_ONLY_SPAN = PerChat(
    you=Text("You follow, with how many articles came (I have only {span} of news so far):"),
    chat=Text("This chat follows, with how many articles came (I have only {span} of news so far):"),
    channel=Text("The channel follows, with how many articles came (I have only {span} of news so far):"),
)
#: a follow, and how many articles it brought, where they were not all counted
BROUGHT_ABOUT = Text("{follow} · about {count}")
UNFOLLOW = Text("Unfollow …")
