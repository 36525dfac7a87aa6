"""The words that the verifier knows: of cause, of direction, of proof, of units, and common other things.

Kept apart so that they can be read and added to. All are for text in English, in lower case.
"""

from __future__ import annotations

import re


def _words(text: str) -> list[str]:
    return text.split()


# Words by which a sentence says that one thing brings about another. "Higher" and "goes together" do not.
CAUSAL = re.compile(
    r"\b(?:(?:does|did|do) to|caus(?:e[sd]?|ing|al(?:ly)?|ation)|because of|due to|owing to|thanks to|leads? to|leading to|led to|"
    r"result(?:s|ed|ing)? (?:in|from)|(?:brings?|brought|bringing) about|produc(?:es?|ed|ing)|"
    r"rais(?:es?|ed|ing)|lower(?:s|ed|ing)|increas(?:es|ed|ing)|reduc(?:es?|ed|ing|tions?)|decreas(?:es|ed|ing)|"
    r"improv(?:es?|ed|ing|ements?)|boost(?:s|ed|ing)?|cuts?\b|worsen(?:s|ed|ing)?|"
    r"affect(?:s|ed|ing)?|effects?|effective\w*|impact(?:s|ed|ing)?|influenc(?:es?|ed|ing)|chang(?:es|ed|ing)|"
    r"driv(?:es?|en|ing)|drove|lift(?:s|ed|ing)?|push(?:es|ed|ing)?|brings?|brought|turn(?:s|ed|"
    r"ing)? [^,;.]{1,40} into|"
    r"returns? (?:on|to|from)|because (?:they|he|she|people|participants|patients|workers) (?:are|were|"
    r"had|got|took|have|quit)|"
    r"stems?|stemmed|(?:comes?|came) from|spurs?|spurred|fuel(?:s|led|ed)?|leav(?:es?|ing) (?:them|"
    r"people)|pays?|paid off|"
    r"trains? people to|superior|inferior|(?:good|bad) for|did its job|flow(?:s|ed)? from|gets (?:you|them|"
    r"people)|prevent(?:s|ed|ing)?|protect(?:s|ed|ing|ive)?|help(?:s|ed|ing)?|harm(?:s|ed|ful)?|"
    r"benefit(?:s|ed)?|beneficial|cur(?:es|ed|ing)|responsible|consequen\w+|contribut\w+|attribut\w+|"
    r"explain(?:s|ed)? (?:why|the)|makes?|made|making|determin(?:es?|ed)|triggers?|triggered|yields?|yielded|"
    r"(?:gives?|gave)(?! up)|generat(?:es?|ed|ing)|deliver(?:s|ed)?|earn(?:s|ed) (?:them|people|him|her)|"
    r"accounts? for|accounted for|"
    r"(?:as a|the|a) result of|behind (?:the|this|it)|enabl(?:es?|ed)|allow(?:s|ed) (?:them|people)|secur(?:es?|ed)|"
    r"(?:up|more|higher|less|lower|fewer|\d)[^,;.]{0,30} (?:through|by way of|via)|"
    r"(?<!at )(?<!of )(?<!to )(?<!remote )works?|worked|add(?:s|ed)|gains? from|pays? off|it is the reason|the "
    r"reason (?:for|why)|depends? on|"
    r"(?:on account|by virtue|by reason|as a consequence|courtesy|outcome|by means) of|(?:sets?|"
    r"setting) off|is behind|"
    r"(?:ends?|ended|ending) in|explain(?:s|ed)?(?: by)? (?:⟦|re|the|this|it)|explained by|"
    r"means (?!that|are\b|were\b|is\b|of\b|in\b|with|for\b|"
    r"the (?:same|graph)|no )(?:⟦|\d|\w+)|"
    r"costs?|(?:takes?|took|knock\w*|shav\w*) [^,;.]{0,25}\boff|meant (?!that|to |as )\w+|(?:leaves|"
    r"left) (?!out|over|aside|in\b|open|of\b|room|unsaid|for\b|no\b|little|room)(?:⟦|[a-z])\S*|is why|"
    r"(?:trim|shed|slash|diminish|lessen|depress|curb|curtail|erode|dent|deflate|elevate|enlarge|"
    r"amplif[iy]|hike|bolster|"
    r"stimulat|promot|foster|induc|provok|prompt|spark|hinder|hamper|imped|undermin|harm|hurt|shap|dictat|govern|"
    r"ensur|forc|entail|creat)(?:e?[sd]|ing|es)?|backfired|detrimental|in response to|"
    r"(?:stemming|arising|resulting|flowing) from|traceable|"
    r"(?<!data )(?<!interval )would (?!also\b|not\b|need\b|have\b|be (?:needed|required|necessary|a mistake|"
    r"wrong|off|misleading|too)|"
    r"(?:still )?(?:fit|mean|require|mislead)\b)\w+)\b|→|->|=>|⇒"
)
IMAGINED = re.compile(
    r"\b(?:(?:would|could|might)(?:n't| not)?(?: \w+){0,2} have (?!to\b|an?\b|the\b|any\b|no\b|more\b|less\b)\w+|"
    r"(?:would|could|might) have (?:a|the|any|no|more|less) \w+ed\b|"
    r"had (?:he|she|they|it|nobody|everyone|everybody|we|not)\b|attribut\w+|but for\b|were it not|"
    r"(?:of the|all|whole|entire|part of|share of)\b[^,;.]{0,30}\b(?:caused by|due to|because of|"
    r"comes? from|came from|thanks to)|"
    r"(?:sav|avert|prevent|avoid)\w* (?:about |around |roughly |some )?\d|"
    r"(?:cases|deaths|people|patients) (?:\w+ )?(?:saved|averted|prevented|avoided)\b)"
)
PROOF = re.compile(
    r"\b(?:prov(?:es?|ed|en|ing)|proofs?|certain(?:ly|ty)?|definit(?:e|ely)|undoubted(?:ly)?|doubtless|"
    r"guarantee\w*|conclusive(?:ly)?|beyond (?:any )?doubt|without (?:any )?doubt|no doubt|"
    r"beyond (?:any )?(?:question|dispute)|science|scientists|experts?|studies have|research|obvious(?:ly)?|"
    r"clearly|unquestionabl[ey]|undeniabl[ey]|evidently|indisputabl[ey]|surely|"
    r"(?:be|am|are|is|feel|very|for|quite|% ?|percent) (?:very |quite |almost |absolutely )?sure|"
    r"(?:highly|very|extremely|strongly|hugely|overwhelmingly) significant|p-?values?|"
    r"confirms?|confirmed|establish(?:es|ed)|demonstrates?|demonstrated)\b"
)
# A statement that something is NOT said, shown or known. What follows in the clause is then no claim.
DISCLAIMED = re.compile(
    r"(?:\b(?:does|do|did|can|could|may|must|should|is|are|was|were|has|have|need|will)(?:n't| not)|\bcannot|\bcan't)"
    r"(?: (?:by itself|alone|yet|be|been|here|itself|necessarily|on its own))*"
    r" (?:show|prove|mean|say|said|tell|establish|conclude[d]?|claim(?:ed)?|known?|read as|taken (?:as|to)|called|"
    r"imply|settle|proof|evidence|sentence|claim|a (?:proof|claim|statement|sentence)|answer|demonstrate|"
    r"confirm(?:ed)?|certain|proved|proven|shown|speak|spoken|justify|support|guarantee|an? effect)\b"
    r"|\b(?:none of (?:this|these|it|that|the numbers)|nothing (?:here|in this|of this)|"
    r"neither of (?:them|these|the two))"
    r"(?: \w+){0,2}? (?:proves?|shows?|means?|says?|establish(?:es)?|impl(?:y|ies)|settles?)\b"
    r"|\bnothing (?:can|may|could) be (?:said|concluded|claimed|read)\b"
    r"|\bno (?:causal|cause-and-effect) (?:sentence|claim|statement|reading|language|conclusion|"
    r"interpretation|word)s?\b"
    r"|\btoo (?:little|few|much|different|uncertain)\b[^,;.]{0,40}\bto (?:speak|say|talk|claim|conclude|read|call)\b"
    r"|\bno (?:conclusions?|claim|proof|statement|evidence|word|certainty|guarantee)\b|\bnothing is (?:said|proved|claimed)\b"
    r"|\b(?:not|rather than|instead of|never) (?:(?:a|an|the|as a|as) )?(?:causal|cause-and-effect)\b"
    r"|\bnot as (?:a |an )?(?:cause|effect|proof)\b|\bwithout (?:claiming|saying)\b|\bnot said as\b"
)
NEGATED_AGAIN = re.compile(r"\b(?:not|n't|never|nothing|no|only|merely|just)\b")
# The house's word for the treatment, and a comparison or a method that gives a number.
THE_CAUSE = re.compile(
    r"\b(?:due to|because of|down to|explained by) (?:pure |mere )?(?:chance|noise|luck)\b|"
    r"\bcommon causes?\b|\bcomes? from (?:the |a |another )?(?:survey|data|sample|records|group|calculation)\b|"
    r"\b(?:difference|gap|estimate|number|sign|picture)s? (?:changes?|turns?)\b|"
    r"(?<=adjusting )(?:raises|lowers|increases|reduces|changes)(?= the (?:difference|gap|estimate|number|sign|picture))|"
    r"\b(?:makes?|made|leaves?|brings?|brought|takes?|took) (?:the |this )(?:raw |crude )?(?:difference|gap|"
    r"estimate|figure|comparison)\b|"
    r"\bdepends? on (?:the |its |whether (?:the )?)?(?:graph|drawing|assum\w+|arrows?)|"
    r"\bthe cause\b(?! of)|\bcause and (?:the )?outcome\b|"
    r"\b(?:compar\w+|adjusting|adjustment|estimates?|method|calculation|data)\b[^,;.]{0,40}\b(?:gives?|gave)\b"
)
PER = re.compile(
    r"^,? ?(?:for |in )?(?:per |each |every |an? |/ ?)(?:year|month|week|day|hour|minute|decade|kg|person|head|cigarette|case)"
)
TO_A_LEVEL = re.compile(
    r"(?<!shrinks )(?<!shrank )(?<!narrows )(?<!narrowed )(?<!grows )(?<!grew )(?<!widens )(?<!widened )(?<!moves )(?<!moved )"
    r"(?<!changes )(?<!changed )(?<!amounts )(?<!comes )(?<!equal )(?<!up )\bto (?:about |around |roughly |only )?$"
)
# What a sentence leaves open on purpose: “whether it causes …” is then no claim.
LEFT_OPEN = re.compile(
    r"\bdepends? on\b|\bhinges? on\b|\b(?:cannot|can't|not) (?:be )?(?:say|said|tell|told|known|know|"
    r"settled?|decided?|shown?)\b|"
    r"\b(?:unknown|unclear|undecided|open)\b|\bno data can (?:say|tell|show)\b|\bdo(?:es)? not (?:say|"
    r"tell|know|show|settle)\b"
)
WHETHER = re.compile(r"\b(?<!matter )whether\b(?:(?!\bis\b|\bdepends\b|\bhinges\b|\bcannot\b)[^,;:.])*")
CONDITION = re.compile(
    r"\b(?:provided|providing|assuming|assume|on (?:the )?(?:assumption|condition)|under (?:the|these|"
    r"its) assumptions?|"
    r"as long as|supposing|if (?:the|its|all|nothing|everything|these|this|those|one accepts|we accept|no)|"
    r"given (?:the|that|these)|granted|rests? on|so long as|only holds?|holds? only)\b"
)
CONDITION_OF = re.compile(
    r"\b(?:graph|drawing|assum\w+|arrows?|nothing else|no(?:thing)? (?:further|other|hidden)|adjust\w*|"
    r"common causes?|"
    r"all that (?:affects|matters)|everything that|what it rests on)\b"
)

UP = re.compile(
    r"\b(?:rais(?:es?|ed|ing)|increas(?:es?|ed|ing)|higher|more|gain(?:s|ed|ing)?|ris(?:es?|ing)|rose|"
    r"(?:go(?:es|ing)?|went|is|are) up|greater|"
    r"larger|heavier|bigger|longer|taller|richer|elevat(?:es?|ed)|enlarg(?:es?|ed)|hik(?:es?|ed)|bolster(?:s|ed)?|"
    r"(?:put|puts|putting) on|climb(?:s|ed)?|exceed(?:s|ed)?|surplus|ahead|lift(?:s|ed)?|push(?:es|"
    r"ed)? up|amplif\w+|adds?|added|extra|above|upwards?|boost(?:s|ed)?|grow(?:s|n)?|grew|additional|better)\b"
)
DOWN = re.compile(
    r"\b(?:deflates?|takes? away|took away|taking away|loss(?:es)?|lower(?:s|ed|ing)?|reduc(?:es?|ed|ing|"
    r"tions?)|decreas(?:es?|ed|ing)|less|fewer|"
    r"fall(?:s|ing)?|fell|"
    r"drop(?:s|ped)?|los(?:es?|ing|t|s)|declin(?:es?|ed|ing)|cuts?|smaller|lighter|below|"
    r"down(?! to chance| from| to about)|downwards?|behind(?! the| this| it| these| both| such)|"
    r"(?<!better )(?<!pays )(?<!paid )\boff|shortfall|"
    r"trim(?:s|med)?|shed(?:s)?|slash(?:es|ed)?|slim(?:s|med|mer)?|thinner|leaner|diminish(?:es|ed)?|lessen(?:s|ed)?|"
    r"depress(?:es|ed)?|curb(?:s|ed)?|curtail(?:s|ed)?|erod(?:es?|ed)|dent(?:s|ed)?|subtract(?:s|ed)?|"
    r"deduct(?:s|ed)?|"
    r"sink(?:s)?|sank|shav(?:es?|ed)|shorter|shorten(?:s|ed)?|poorer|cheaper|costs?|weaker|minimi[sz]es?|"
    r"eas(?:es|ed)|"
    r"shrinks?|shrank|worse|rarer)\b"
)
# Comparatives that compare estimates or speak of amounts of other things, and so give no direction.
NO_DIRECTION = re.compile(
    r"\bone (?:unit|year|dollar|kg|more) more\b|\bone (?:unit )?more\b|\bone more (?:unit|year|dollar)\b|"
    r"\bno (?:more|less) (?:than|and)\b|\bmore or less\b|\bno more\b|\bmore (?:likely )?to (?:be )?sa(?:y|id)\b|"
    r"\b(?:upper|lower) (?:end|limit|bound|edge)s?\b|\bnothing more\b|\bonce more\b|\bto say more\b|"
    r"\b\d+ more\b(?= |,|\.|$)(?! (?:kg|on|us|dollars))|\bup to\b|\bfurther\b|\bmore than (?:that|this)\b|"
    r"\b(?:larger|smaller|greater|bigger) than (?:what|the|that|without)\b|"
    r"\b(?:gap|difference|estimate|comparison|number) (?:is|was|becomes|became|looks|gets) (?:larger|"
    r"smaller|greater|bigger)\b|"
    r"\b(?:it|gap|difference|estimate|number|result)(?: then| now| only)? (?:shrinks|shrank|narrows|"
    r"narrowed|falls|fell|drops|"
    r"dropped|grows|grew|widens|widened|rises|rose|climbs|goes|went|moves|moved|changes|changed|turns|"
    r"turned)(?: from [^,;.]{1,25})? to\b|"
    r"\b(?:more|less) (?:certain|sure|clear|precise|reliable|exact)\b|\bf[ae]ll(?:s|en)? (?:ill|sick|short|within|under|into|in\b)"
)
SHRINKS = re.compile(
    r"\b(?:gap|difference|estimate|figure|comparison|interval|number|assum\w+|provided|left out)\b"
)
BOUND = re.compile(
    r"(?:\b(?:more than|less than|fewer than|over|under|exceed(?:s|ing)?|not even|almost|nearly|just under|"
    r"just over|at least|at most|a (?:minimum|maximum) of|well over|well above|barely|hardly|up to|as much as|"
    r"no more than|no less than)|[<>≤≥])\s*$"
)
ABOUT = re.compile(r"(?:\b(?:about|around|roughly|approximately|some|circa|close to)|[~≈])\s*$")
SEEN = re.compile(
    r"\bwithout (?:any |the |such )?(?:adjust\w*|this adjust\w*)|\bunadjusted\b|"
    r"\bbefore (?:any )?adjust\w*|\bas seen\b|"
    r"\bnot adjust\w*|\bno adjust\w*|\braw\b|\bcrude\b|\bna[iï]ve\b|\bat first sight\b|\bat face value\b|"
    r"\bbefore(?= ?(?:[.,;:)]|$))|\bbefore (?:anything|any \w+) (?:is|was) adjust\w*|"
    r"\bas they are\b|\bas observed\b|\bsimpl[ey] compar\w+|"
    r"\bplain(?:ly)? (?:compar\w+|difference)|\bnothing is adjusted\b"
)
ADJUSTED = re.compile(
    r"\bafter(?:wards)?(?= ?(?:[.,;:)]|$))|\bafter (?:\w+ )?adjust\w*|\bonce adjusted\b|\badjusting\b|"
    r"\badjusted\b|\badjustment\b|\balike in\b|"
    r"\blike with like\b|\bcompared like\b|\bwith adjust\w*|\binto account\b|\baccounting for\b|\bcontrolling "
    r"for\b|\bprovided\b|\bassuming\b|"
    r"\blike (?:is|are) compared with like\b|\bholding\b"
)
CONTRAST = re.compile(
    r";|\(|\)|,? (?:while|whereas|but|against|compared (?:with|to)|rather than the|"
    r"than the(?! (?:others?|rest|control\w*|comparison|untreated|untrained|people|ones|patients|workers)\b)|"
    r"although|though|"
    r"up from|down from)\b|: "
)
SAME_SEGMENT = re.compile(r"[();:]")

NULL_THING = r"(?:zero|0|no (?:effect|difference|change)(?: at all| to speak of)?|nothing at all)"
INCLUDES = re.compile(
    rf"\b(?:includ\w+|contain\w*|cover\w*|cross\w*|spans?|straddl\w*|(?:leav\w+|has|is|still) room for|room for|"
    rf"compatible with|allows? for|consistent with|rule out|ruled out|rules out|exclud\w+|reach\w*|both sides of|"
    rf"away from|far from|clear of|(?:entirely |wholly |lies? |all )?(?:above|below))(?: (?:that there is|even|also|"
    rf"the value))?"
    rf" {NULL_THING}(?![\d.,]*\d)"
)
EXCLUDING = re.compile(r"rule|exclud|away|far|clear|above|below")
NULL_MENTION = re.compile(rf"\b{NULL_THING}(?![\d.,]*\d)\b")
SIGNIFICANT = re.compile(r"\bsignifican(?:t|tly|ce)\b")
NEGATION = re.compile(r"(?:\b(?:not|never|no|neither|cannot|without)|n't)\b[^,;.()]{0,30}$")

UNITS: tuple[tuple[str, ...], ...] = (
    ("kg", "kilogram", "kilograms", "kilo", "kilos", "kgs"),
    ("g", "gram", "grams"),
    ("lb", "lbs", "pound", "pounds"),
    ("stone", "stones"),
    ("t", "ton", "tons", "tonne", "tonnes"),
    ("us dollars", "us dollar", "dollars", "dollar", "usd", "us$", "$"),
    ("euros", "euro", "eur", "€"),
    ("£", "gbp", "pounds sterling"),
    ("cents", "cent", "pence"),
    ("yen", "¥"),
    ("hours", "hour", "hrs"),
    ("minutes", "minute", "mins"),
    ("ms", "msec", "millisecond", "milliseconds"),
    ("seconds", "second"),
    ("days", "day"),
    ("weeks", "week"),
    ("months", "month"),
    ("years", "year"),
    ("cm", "centimetre", "centimetres", "centimeters"),
    ("mm", "millimetres"),
    ("m", "metre", "metres", "meters"),
    ("km", "kilometres", "kilometers"),
    ("miles", "mile"),
    ("mmhg",),
    ("litres", "litre", "liters", "l"),
    ("degrees", "degree", "°c"),
    ("standard deviations", "standard deviation", "sd", "sds"),
)
ROWS = re.compile(
    r"\b(?:rows?|people|persons?|participants?|cases?|records?|observations?|patients?|respondents?|individuals|"
    r"workers|men|women|subjects|used|left out|kept)\b"
)
LEFT_OUT = re.compile(
    r"\b(?:left out|leaving out|leav\w+ out|dropped|excluded|missing|removed|not used|were not|"
    r"could not be used|set aside)\b"
)
USED = re.compile(r"\b(?:used|analysed|included|kept|remain\w*|rests? on|based on|behind)\b")
COLUMNS = re.compile(
    r"^ (?:\w+ )?(?:columns?|variables?|characteristics|factors|things|measures|covariates|confounders|traits)\b"
)
TWO_SIDES = re.compile(
    r"^ (?:methods|treatments|groups|sides|arms|kinds|averages|values|halves|columns compared|numbers|figures|"
    r"comparisons|estimates|results|"
    r"things|points|intervals|differences|gaps|answers|questions)\b"
)

GENERIC = frozenset(
    _words(
        """earlier previous prior past later own initial baseline start levels level
    a an the this that these those it its them they all both each every any some other others more
    further few several many what which whatever who whom whoever was were is are be been being has
    have had here there above below listed named shown mentioned used same such given measured known
    recorded columns column variables variable characteristics things thing factors causes measures
    covariates confounders background data study table list graph and or of in on at by with for
    from to as so then not no one two three four five six seven eight nine ten eleven twelve matters
    matter affects affect settled before nothing anything everything something else between two
    differences difference result results answer estimate estimates average value values numbers
    number time adjusting adjustment chance noise luck set sets rows row people cases us we only also still just"""
    )
)
STOPWORDS = frozenset(
    _words(
        """the a an of to in is are was were and or but not with without that this it its on by for from as
    at be than if instead between about more less all were no"""
    )
)
NUMBER_WORDS = {
    word: value
    for value, word in enumerate(
        _words(
            """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen twenty"""
        )
    )
} | {
    word: 10 * value
    for value, word in enumerate(_words("""thirty forty fifty sixty seventy eighty ninety"""), start=3)
}
VAGUE_NUMBERS = re.compile(
    r"\b(?:half|halves|halved|twice|doubl\w+|thrice|tripl\w+|quadrupl\w+|quarter|a third|two thirds|dozens?|"
    r"hundreds of|thousands of|tenfold|\w+fold|most of|the majority|threefold)\b"
)
