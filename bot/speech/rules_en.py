"""What people say for commands in English: which words in which order, the first that fits counts. wishes.py reads it.

"<want>? <follow> <news>? <about>? TOPIC"   I'd like to | follow | the latest news | about | Kaspi
"""

from __future__ import annotations

from bot.speech.words import LEAVE_OUT

#: (command, arguments, rules); a line that begins further in goes on with the one above
RULES: tuple[tuple[str, str, str], ...] = (
    ("timezone", "{topic}", """
        <want>? <change>? my|our|the|your? time|clock? zone|timezone|tz is|to|as|in|at? TOPIC
        i|we live|am|are|i'm in time|timezone zone? of? TOPIC time? zone|timezone
        """),
    ("timezone", "", """
        <want>? <how>? <change>|<show>? my|our|the|your? time? zone|timezone
        what|which time? zone|timezone is|are|do? this|it|set|you|i|we|here? in|use|have|on?
        """),
    ("settings", "", """
        <want>? <how>? <change>|<show>? my|our|the|your|all? bot|chat? settings|preferences|setting
        """),
    ("settings", "stories off", """
        stories off
        turn|switch off stories|grouping of? stories?
        turn|switch stories|grouping off
        <want>? every article|one by itself|separately
        don't|dont|do|stop not? group|grouping|merge|merging stories|articles|news
        """),
    ("settings", "stories on", """
        stories on
        turn|switch on stories|grouping of? stories?
        turn|switch stories|grouping on
        <want>? one alert per|for|a each|a? story
        """),
    ("settings", "followups none", """
        follow ups|up|upps none|off
        followups none|off
        <want>? no follow ups|up
        <want>? no followups
        """),
    ("settings", "followups all", """
        follow ups all
        followups all
        <want>? all followups
        <want>? all follow ups
        """),
    ("settings", "followups new", """
        follow ups new facts?
        followups new facts?
        <want>? only? new facts
        """),
    ("forgetme", "", """
        <want>? <how>? forget me|us
        <want>? <how>? delete|erase|remove|wipe|clear all|everything? of? my|our|the|this? chat's? data|account|
            information|history
        <want>? delete|erase|wipe everything you know|have|keep|store|stored about me|us|here
        """),
    ("mydata", "", """
        <show>? what|which data|information? do|have you know|keep|kept|store|stored|have|save|collect|hold
            about|on me|us
        <want>? <show>? <how>? get|download|see|give|send me? a? copy? of? my|our|the data|information
        """),
    ("privacy", "", """
        <show>? your? privacy policy
        <show>? the|your privacy
        is my data|chat safe|private
        do you store|keep|sell|share|collect my? data|messages|information
        """),
    ("export", "", """
        <want>? <how>? export|download|backup|save all|everything? my|our|the topics|follows|subscriptions|list
        <want>? <how>? back up my|our|the topics|follows|subscriptions|list
        """),
    ("import", "", """
        <want>? <how>? import|upload|restore|load my|our|the|a topics|follows|subscriptions|list|file of? topics?
        """),
    ("status", "", """
        is everything|all ok|okay|fine|alright|working?
        are you still? working|ok|running|broken|online
        <show>? what's|what|is? the|your? status
        <show>? when did you last send|write me|us? something|anything?
        """),
    ("add", "{site}", """
        <want>? add|read|include|suggest a|the|this? new|news? source|sources|site|sites|website|feed|channel? SITE
        <want>? add|read|include|suggest SITE too|also
        <want>? add|include SITE to|as your|the|my|a|new? list|sources|source of? sources?
        """),
    ("posts", "", """
        how do|does|will|should|can|could my|our|the|your|a? channel|channels? post|posts look like?
        what do|does|will my|our|the|your|a? channel|channels? post|posts look like
        <want>? <how>? <change> how|what my|our|the|your? channel|channels? post|posts look|looks like?
        <want>? <how>? <change> the? look|style|design|appearance|layout|template of my|our|the? channel|channels?
            post|posts
        """),
    ("pause", "", """
        <want>? mute <everything>
        """),
    ("mute", "{topic}", """
        <want>? mute <recent>* <news>? <about>? TOPIC news|updates|articles|alerts|stuff? <from_me>?
        """),
    ("unmute", "{topic}", """
        <want>? unmute <recent>* <news>? <about>? TOPIC news|updates|articles|alerts|stuff?
        """),
    ("unfollow", "all", """
        enough
        don't|dont|never|stop <spam>|<send> again|anymore|please?
        <want>? stop|cancel|end|unfollow|disable|remove|delete|clear|mute <everything>
        <want>? unsubscribe me|us? from? <everything>
        <want>? unsubscribe me|us
        <want>? turn|switch off <everything>?
        <want>? turn|switch <everything> off
        <dont>|stop <send>|<spam> <everything>?
        leave|let me|us alone|be
        go away
        shut up
        """),
    ("manage", "", """
        <want>? <how>? add|connect|manage|use|set|run|post the? you|bot|jarshy|this? up? to|in|for|with? a|my|our|the?
            telegram? channel
        """),
    ("help", "", """
        i have no idea how|what <thing>* this|it|bot works|does
        how can|could you help me|us?
        can you explain REST?
        <want>? <how>? add|invite|use the? you|bot|jarshy|this to|in a|my|our|the? group|chat|topic|slack
        """),
    ("unfollow", "", """
        <how> unfollow|unsubscribe REST?
        <how> stop|cancel|quit|remove|delete|leave|turn|switch|disable|mute <thing>*
        unfollow|unsubscribe how
        """),
    ("follow", "", """
        <how> follow|subscribe REST?
        <how> add|track|start|begin|choose|pick|get <thing>*
        <want>? follow|subscribe|track|add <news>
        <want> subscribe|follow
        <want> get|receive|have|read <news>
        what can i follow
        what should i follow
        """),
    ("start", "", """
        who|what are you
        who|what is this|jarshy|zharshy
        what's this|jarshy
        what's|whats|what your name
        what is this bot|thing
        whats this|your name?
        what's|what is your name
        who made|created|built|owns|runs you|jarshy|this|the? bot?
        what|who are you exactly|called?
        how are you doing? today?
        how's it going
        how do you do
        tell me about yourself
        introduce yourself
        are you a? bot|robot|human|there|alive
        r u a? bot|robot|human|real|there
        what are you for
        what do you do here?
        """),
    ("help", "", """
        <show>? menu|the|your|all|help|available? menu|commands|help|options|instructions|manual
        what can the|this? you|i|this|jarshy|bot|it do here|for|with? me|you|this|it?
        what do you do|know|offer
        what are the|your|available? commands|options|features
        what commands|options|features are there|available?
        <show>? list of? the|all|your? commands
        what are you capable|able of|to? do?
        <show>? what you|this|bot can|could do
        what can|could|should|may i ask|say|write|type you? here?
        <show>? the? commands
        <how> use|work|operate|configure you|this|it|the? bot?
        how does it|this|that|jarshy|bot bot? works|work|function?
        how do you work|function|operate
        how it works
        how to
        how
        i|i'm|im|still? don't|dont|do|do|not|didn't? understand|get|know|lost|confused it|this|how|what|anything|to?
            do|use|it|this?
        i|we? need|want help|instructions|support
        can|could you help me|us?
        what now|next
        what should i do|type|write|say now|here|next?
        <how> search|write|type|ask|exclude <thing>*
        <how> use quotes|operators|brackets
        search tips|help|syntax
        """),
    ("mode", "{topic} silent", """
        <want>? <send>|<show>? <news>? <about>? TOPIC silently|quietly
        <want>? make|set|keep|turn <news>? <about>? TOPIC silent|quiet
        <want>? <send>|<show>? <news>? <about>? TOPIC without any|a? sound|sounds
        <want>? <send>|<show>? <news>? <about>? TOPIC with no sound|sounds
        no sound for|on|with <news>? <about>? TOPIC
        """),
    ("mode", "{topic} digest only", """
        <want>? <send>|<show>|put|move|keep <news>? <about>? TOPIC only? to|into|in the|my? digest|digests only?
        """),
    ("saved", "", """
        <show>? what i|we saved|bookmarked
        <show>? my|our|the saved|bookmarked articles|news|stories|items?
        <show>? my|our bookmarks|favorites|favourites
        what did|have i|we save|saved|bookmarked?
        where are my saved|bookmarked articles|news|stories?
        """),
    ("following", "", """
        <show>? everything|all|what i|we follow|am|track following?
        <show>? the? list
        what do|did i have|get subscribed|followed
        <show>? my topics|subscriptions|follows|list|feeds|alerts|interests|themes
        <show>? the? list of my? topics|subscriptions|follows
        <show>? what|which|who topics|themes|things? do|am|are|did|have i|we follow|following|subscribed|track|
            tracking|have|subscribe|followed to|for?
        <show>? what|which topics? i|i'm|im|i'm|we am|are|have? follow|following|subscribed|tracking|track to?
        <show>? topics|subscriptions|follows|following
        where is|are my topics|subscriptions|follows|list
        am i subscribed|following to? anything|something?
        """),
    ("sources", "", """
        name|list all? your? sources
        <show>? your|the|all|news|a|list|of|of? of|the|your? sources|source|sites|websites|publishers|newspapers|media
        <show>? what|which|where news|are|your|the|is? your|the|these|of? sources|source|sites|websites|media|
            newspapers|publishers|outlets|editions <source_tail>*
        where do|does|are|is you|they|it|the|this|these|all|your? get|take|find|read|news|come|articles|information|
            your|from the|your|these|this|all|from|coming? news|articles|information|info|it|them|from|stories|coming
            from|come?
        where is|are|does the|this|these|your news|info|information|articles|it come|coming|taken? from
        what do you read|monitor|scan|check
        how many sources|sites do|are|have you|there? read|have?
        how often do|are you|they|sources|news check|read|update|updated <thing>*
        how fresh is|are the|your? news
        """),
    ("language", "{lang}", """
        can|could|shall we|you speak|talk|use|switch in|to? LANG
        i want|prefer LANG language|interface?
        <want>? <change> language|languages|interface|bot|it|lang language? to|into|in? LANG language?
        <want>? <speak> me? in|to? LANG please|with|to? me?
        in? LANG language? please|interface|language|now?
        <want>? <my>? language LANG
        <my>? native|first|own? language is|should|shall|must be? LANG please?
        LANG is <my> native|first|own? language
        """),
    ("language", "", """
        <want>? <how>? change|switch|set|choose the|my|your|bot? language|languages|lang
        my|our? language
        what|which languages|language do|can you|bot speak|know|talk
        """),
    ("languages", "{langs}", """
        <want>? <get>|<show>? only|just? <news>? only|just in LANGS only|please?
        <want>? <get>|<show>? <news> in LANGS only|please
        <want>? <get>|<show>? only|just LANGS news|articles|please?
        <want>? <get>|<show>? only|just LANGS
        <want>? <get>|<show>? LANGS news|articles only|just
        <want>? <get>|<show>? <news> in LANGS
        <want>? <get>|<show>? only|just <news> in LANGS
        i|we read|speak|understand only|just? LANGS only?
        i|we only|just read|speak|understand LANGS
        """),
    ("languages", "", """
        what|which|in what|which? languages are|do|is|of|can the|you|i|your|news? news|read|articles|get|have?
            in|available?
        <want>? <how>? change|choose|set news|article|reading languages|language
        """),
    ("story", "", """
        who else|all <wrote> <wrote>? this|that|it|story?
        who else <wrote>? this|that|it|story?
        who was|is|wrote|had|reported it|this|that? first
        what else is|do|did known|we|you|they|others know|write|wrote|known? about|on? this|that|it|story?
        <show>? the|this whole|full|entire story
        <show>? everything|all known? on|about|of this|that|the story|event
        how did this|the|that|it story? develop|unfold|evolve|change
        is|are this|these|that|it|they two? the|a? same|one story|news|event
        """),
    ("why", "", """
        why <sent>*
        what is|was this|that|it for|about
        what's this|that about|for
        where did this|that|it come from
        how come <sent>*
        """),
    ("trend", "{period}", """
        show|draw|plot|make|build|give|send me|us? a|the|my? chart|graph|trend PERIOD?
        """),
    ("trend", "{period} {topic}", """
        show|draw|plot|make|build|give|send me|us? a|the? chart|graph|plot|trend of|for|on|about TOPIC <about>? PERIOD
        show|draw|plot|make|build|give|send me|us? a|the? chart|graph|plot|trend of|for|on|about TOPIC
        chart|graph|plot of|for TOPIC <about>? PERIOD
        chart|graph|plot of|for TOPIC
        how often is|was|are|were TOPIC in the news <about>? PERIOD
        how often is|was|are|were TOPIC in the news
        """),
    ("report", "{period} {topic}", """
        show|make|prepare|give|send me|us? a|the? report <about>? PERIOD <about> TOPIC
        show|make|prepare|give|send me|us? a|the? report <about> TOPIC <about>? PERIOD
        show|make|prepare|give|send me|us? a|the? report <about>? PERIOD
        report for PERIOD <about> TOPIC
        report for PERIOD
        """),
    ("digest", "{period} {topic}", """
        <show>? news? digest|summary|recap <about>? PERIOD
        <show>? <what> PERIOD <about> TOPIC
        <show>? <what> <about> TOPIC PERIOD
        <show>? <what> PERIOD
        PERIOD <what>|<digest>
        <show>? <recent>* news|headlines|articles|stories|digest|summary|updates|overview|recap|events <about>? PERIOD
        <show>? PERIOD <recent>* news|headlines|articles|stories|digest|summary|updates|recap
        <show>? <recent>* news|headlines|articles|stories|digest|summary|updates PERIOD <about>? TOPIC
        <show>? <recent>* <digest>? news|headlines|articles|stories|digest|summary|updates <about> TOPIC <about>?
            PERIOD
        <show>? PERIOD <recent>* news|headlines|articles|stories <about> TOPIC
        <show>? <digest> <about>? PERIOD <about>? TOPIC
        <show>? <digest> <about>? PERIOD
        what about PERIOD
        <find>? <recent>* TOPIC news|headlines|updates <about>? PERIOD
        what's|what is|are? the news PERIOD
        <show>? what did i miss <about>? PERIOD
        what happened <about> TOPIC PERIOD
        """),
    ("digest", "today", """
        what's|whats|what is in the news
        what's|what is|are? the news
        what's the news
        <show>? <what> here|in|there|out|the|for|with|on? the|world|there|me|news|you? world|news?
        <show>? <recent>* news|headlines|digest|summary|updates please|for? me?
        <show>? <digest> <about>? news?
        <find> news|updates|headlines? today?
        what news|stories are|do|is? there|you|new? have?
        <want>? see|read the|some? news|headlines now?
        """),
    ("edit", "{topic} -> {other}", """
        <want>? <replace> topic? TOPIC <with> OTHER
        instead of TOPIC follow|track|use|send OTHER
        follow|track OTHER instead of TOPIC
        """),
    ("unfollow", "last", """
        <want>? <remove>|<unfollow> the|my? last|latest one|topic?
        """),
    ("try", "{topic} lang:{lang}", """
        <want>? <find>|<get>? <recent>* news|articles in LANG <about> TOPIC
        """),
    ("unfollow", "{topic}", """
        stop|cancel|end FEW alerts|updates|notifications
        cancel|end|stop|remove the|my? FEW subscription
        unsubscribe FEW
        <want>? <unfollow> <news>? <about>? TOPIC news|updates|articles|alerts?
        i no longer follow|track TOPIC
        """),
    (LEAVE_OUT, "{topic}", """
        <no_more> <recent>* TOPIC news|updates|articles|alerts|stuff anymore|please?
        TOPIC is|are not interesting
        TOPIC isn't|aren't interesting
        TOPIC is|are boring|annoying|uninteresting
        stop with the? TOPIC
        <want>? <remove> <recent>* <about>? FEW news|updates|articles|alerts? <from_me>?
        no|less|not <recent>* <news>? <about>? FEW anymore|please?
        no|less <recent>* <news> <about> TOPIC anymore|please?
        <want>? <dont> <send> <recent>* <news>? <about>? TOPIC news|updates|articles|alerts? anymore|please|any? more?
        <no_more> <recent>* <news>? <about>? TOPIC anymore|please|any? more|please?
        <no_more> TOPIC news|updates|articles anymore|please?
        <dont> <send> <recent>* TOPIC news|updates|articles|stuff anymore|please?
        <want>? <remove> <recent>* <news> <about> TOPIC <from_me>?
        <want>? <remove> TOPIC <from_me>
        without|except <news>? <about>? TOPIC
        everything|all but|except TOPIC
        """),
    ("try", "{topic}", """
        what do you have on|about TOPIC
        <want>? <find> <recent>* <news> <about> TOPIC
        <want>? <find> <recent>* TOPIC news|updates|articles|headlines
        <recent>* news|headlines|updates|articles <about> TOPIC
        <what> <about> TOPIC
        what about|is|has? new|happening|happened|going? with|on|in|about|to TOPIC
        <want>? search|look|find for|up? TOPIC
        preview TOPIC
        tell me about TOPIC
        anything|something|news? on|about TOPIC
        """),
    ("follow", "{topic}", """
        put|add|include TOPIC on|to|in|into my|the|our list|topics|feed|follows|subscriptions
        my? new? topic is? TOPIC
        <want>? <follow>|<get> <about>? <recent>* <news> <about> TOPIC <always>?
        <want>? <follow> <recent>* <news>? <about>? TOPIC <news>? <always>?
        <want>? <get> <recent>* <news> <about> TOPIC <always>?
        <want>? <get> <about> TOPIC <always>?
        <want>? <get> <recent>* TOPIC news|updates|articles|alerts|headlines|notifications <always>?
        add TOPIC <to_mine>?
        <want>? i need|care about? TOPIC <news>
        my interests|topics|topic|interest are|is TOPIC
        """),
    ("try", "{topic}", """
        TOPIC news|headlines
        """),
    ("", "{topic}", """
        ANY <news> <about> TOPIC
        """),
)  # fmt: skip
