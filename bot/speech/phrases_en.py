"""What people say for commands in English: the phrases that mean the same. rules_en.py puts them together."""

from __future__ import annotations

from collections.abc import Mapping

#: a phrase of several words is one; `word(s)` is said with and without its ending, `stor[y,ies]` with one of them
PHRASES: Mapping[str, str] = {
    "want": """
        i would love to, i would really love to, i'd be happy to, i need you to, i'd like you to, i'd really like
        to, i really want to, i would really like to, we'd really like to, keep, i'm, i am, i want to, i would like
        to, i'd like to, i wanna, i need to, i wish to, we want to, we'd like to, can i, could i, may i, let me,
        let's, want to, wanna, i'd love to, can you, could you, would you, will you, i want you to, i'll, start,
        please
        """,
    "follow": """
        keep me in the loop, keep us in the loop, keep me up to date, follow, subscribe, subscribe to, subscribe me
        to, subscribe us to, sign me up for, sign up for, track, monitor, keep track of, keep an eye on, watch for,
        add topic, add the topic, add a topic, keep me posted, keep me updated, keep me informed, keep us posted,
        notify me, notify us, alert me, let me know, inform me, ping me, following, tracking, i'm interested in, i
        am interested in, we're interested in, interested in, im interested in, stay updated, stay informed, be
        notified, be informed, be alerted, stay up to date, set alert for, set an alert for, set up an alert for,
        create an alert for
        """,
    "get": """
        get me, fetch me, i would love, keep sending me, keep sending, sending me, know more, learn more, hear more,
        read more, get, receive, send me, send us, send, hear, read, see, bring me, deliver, give me, give us, i
        want, i need, i'd like, i would like, push me, know, learn, be told, want, need, message me, tell me
        """,
    "news": """
        something new, anything new, stuff, mentions, every mention, any mention, new stuff, news, the news,
        updates, update, articles, alerts, alert, stories, notifications, information, info, anything, everything,
        something, all, any news, all news, all the news, latest news, the latest news, latest updates, the latest,
        more news, every article, new articles, headlines, posts, topics, topic, the topic, breaking news, all
        updates, some news, what's new, whats new, what is new, what is happening, what's happening
        """,
    "about": """
        if there's, if there is, about when, if, as soon as there is news about, when there's something new about,
        when there is something new about, whenever there's news about, whenever, every time, when you see something
        about, if something happens with, when something happens in, about, on, of, for, regarding, concerning,
        from, related to, connected with, in, with, when there is, when there's, when, around, mentioning, that
        mention, covering, at, there are, there is, when there are, if there are
        """,
    "how": """
        how do i, how can i, how to, how should i, how do you, how could i, where do i, where can i, what do i do
        to, how would i
        """,
    "unfollow": """
        remove my subscription to, delete my subscription to, end my subscription to, i'm done with, take me off,
        unfollow, unsubscribe from, unsubscribe me from, stop following, stop tracking, stop monitoring, cancel my
        subscription to, cancel subscription to, cancel the subscription to, no longer follow
        """,
    "dont": """
        don't, dont, do not, please don't, never, stop, no longer, you can stop, can you stop, could you stop, quit
        """,
    "send": """
        messaging me, message me, spam me about, spamming me about, send, sending, send me, sending me, show,
        showing, show me, showing me, give me, giving me, tell me, telling me, notify me, notifying me, alert me,
        alerting me, write, writing, write me, bring, bringing me, post, posting, push, pushing, spam me with,
        spamming me with, bother me with, bothering me with, send us, sending us
        """,
    "no_more": """
        don't want to hear, dont want to hear, don't want to see, don't want to get, too many, i don't want any,
        nobody wants, no more, enough, enough of, enough with, not interested in, i'm not interested in, im not
        interested in, i am not interested in, i don't want, i dont want, i do not want, i don't need, i dont need,
        i don't care about, i dont care about, don't want, dont want, i'm tired of, i am tired of, tired of, fed up
        with, i'm fed up with, i hate, i don't like, i dont like, i don't want to see, i don't want to hear, i don't
        want to read, i don't want to get, i don't want to receive, i don't want to follow, i dont want to see, too
        much, sick of, i'm sick of
        """,
    "remove": """
        remove, delete, mute, hide, exclude, drop, leave out, take out, ignore, skip, filter out, block, get rid of
        """,
    "find": """
        find, search, search for, look for, look up, show, show me, show us, tell me, any, are there any, is there
        any, is there, what, what's the latest, what is the latest, what are the latest, latest, recent, do you
        have, do you have any, got any, have you got any, have you any, give me the latest
        """,
    "what": """
        what's new since, what is new since, what happened over, what happened since, whats the latest, what's the
        latest, whats in the news, what's in the news, what is in the news, what was in the news, whats on, what's
        on, what's new, whats new, what is new, what was new, whats up, wassup, what's up, what's happening, what is
        happening, what's going on, what is going on, what happened, what has happened, what was, what were, what
        did i miss, what have i missed, what do they say, what do they write, anything new, any news, anything
        interesting, something new, what was there
        """,
    "recent": """
        today's, the latest, latest, recent, fresh, new, top, main, breaking, important, all, all the, the, my
        """,
    "digest": """
        digest, summary, overview, recap, a digest, a summary, a recap, the digest, a roundup, roundup
        """,
    "show": """
        show, show me, open, give me, send me, list, tell me, tell, see, display, read me, get, let me see, i want
        """,
    "change": """
        change, switch, set, choose, select, pick, make, change my, change the, switch the, set the, change your,
        set my, switch my, make my, choose my
        """,
    "my": """
        my, our, the, your, bot, the bot's, bot's
        """,
    "replace": """
        replace, change, rename, swap, substitute
        """,
    "with": """
        with, to, by, for
        """,
    "speak": """
        speak, talk, write, answer, reply, respond, speak to me, talk to me, write to me, write me, let's speak,
        use, switch to, change to, translate, translate to, translate into, do you speak, can you speak, interface
        """,
    "everything": """
        everything, all, all of it, all of them, it, this, that, all topics, all my topics, my topics, all alerts,
        alerts, all news, the news, news, messages, all messages, notifications, all notifications, all
        subscriptions, my subscriptions, all my subscriptions, my subscription, subscription, the bot, bot,
        anything, stuff, me messages, updates, any messages, any news, anything anymore, messages anymore, things,
        everything please, it all
        """,
    "spam": """
        message me, bother me, spam me, text me, contact me, disturb me, email me, ping me, spamming, spamming me,
        texting me, messaging me, bothering me, contacting me, disturbing me, emailing me, talking
        """,
    "thing": """
        a, the, my, all, this, that, these, it, you, from, to, of, getting, receiving, messages, message, news,
        alerts, alert, notifications, notification, topic, topics, subscription, subscriptions, follow, follows,
        bot, updates, everything, off, them, new, here, on, for, me, sending, in, list, digest, word, words, phrase,
        query, queries, search, correctly, right, another, more, one, your, using, following, tracking
        """,
    "source_tail": """
        do, you, read, use, have, are, there, monitor, check, get, your, news, from, follow, scan, know, is, it,
        cover, the, take
        """,
    "wrote": """
        wrote, wrote about, has, has written, has written about, writes, writes about, is writing, is writing about,
        reported, reported on, reports, reports on, has reported, has reported on, covered, covers, has covered, is
        covering, told of, tells of, about, on
        """,
    "sent": """
        did, do, does, i, you, there, get, got, this, that, it, send, sent, sending, me, am, getting, receiving,
        was, were, is, article, news, message, alert, alerts, the, no, nothing, come, came, coming, see, seeing,
        received, receive, to, are, haven't, didn't, don't, isn't, any, have, not, these, those, story, here, from,
        again, so many, shown, showing, been, has, one, a, about, anything, for, notified, notification
        """,
    "from_me": """
        from my topics, from my list, from my feed, from my follows, from the list, from my news, from my
        subscriptions
        """,
    "always": """
        is mentioned, are mentioned, comes up, is in the news, are in the news, appears, on a daily basis, every
        morning, regularly, every day, daily, please, to me, here, as soon as possible, immediately, from now on,
        when it comes out, as it happens, for me
        """,
    "to_mine": """
        to my topics, to my list, to my feed, to my follows, to the list, to my subscriptions, as a topic, please,
        topic, to topics
        """,
}
