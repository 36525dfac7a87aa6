"""Plain English for results: the words that any explanation may use, whatever the study is about.

Verbs by which one thing acts on another stand in ``lexicon.CAUSAL`` and not here; nouns of the study come from the study.
What counts people, rates a size or names a time is read once more, where it stands (:mod:`llm.verify_scope`).
"""

from __future__ import annotations

_TEXT = """
a able about above absence absent accept acceptable accepted accepting accepts accompanied accompanies
accompany accordingly account accounted accounting accurate across actual actually add added adds adequate
adequately adjust adjusted adjusting adjustment adjustments adjusts affect affects after again against age
agree agreed agrees ahead ain alike all allow allowed allows almost alone along alongside already also
alternative alternatively alternatives although altogether always am ambiguous amid amidst among amongst
amount amounting amounts an analyse analysed analysis analyst analysts analyzed and another answer
answerable answered answers any anybody anyone anything anyway anywhere apart apparent apparently appear
appeared appears applicants application applications applied applies apply applying approx approximate
approximated approximately approximation are aren arm arms around arrow arrows as aside ask asked asks
associate associated associates association associations assume assumed assumes assuming assumption
assumptions at attach attached available average average-wise averaged averages averaging aware away
background base based basic basis be bear became because become becomes been before begin behind being
believe belong belonged belonging belongs below beneath beside besides best better between beyond bias
biased biases big bigger biggest both bottom bound bounds bracket brackets brief briefly bring broad but by
calculated calculation call called came can cannot careful carefully carried carry carrying case cases
causal cause causes caution cautioned cautious cautiously caveat caveated caveats center central centre
certain certainly cessation chance chances characteristic characteristics check checked checking checks
choice choose choosing chose chosen ci circa cited claim claimed claims clear clearly close closer closest
collected collectively column columns come comes coming common comparable comparably compare compared
compares comparing comparison comparisons compatible complete comprise comprised comprises compute computed
concern concerned concerning concerns conclude concluded conclusion conclusions condition conditional
conditions confidence confirm confirmed conflict conflicting conflicts confounded confounder confounders
confounding connected connection conservative conservatively consist consistent consisting consists constant
contain contained containing contains continue continued continues continuing contradict contradicted
contradictory contradicts contrary contrast contrastingly contrasts control controlled controlling controls
conversely correct correctly correlate correlated correlates correlation correlational could couldn count
counted counterpart counterparts counting counts covariate covariates cover covered covering covers cross
crosses crossing crude crudely d data dataset date day days decide decided decides degree depend depends
describe described describes describing description descriptive descriptively despite detectable deviation
diagram did didn differ differed difference differences different differently differing differs difficult
direct direction directional directions directly disagree disagrees discrepancies discrepancy disparities
disparity displayed displays dissimilar distinguishable distort distorted distorts do does doesn doing don
done doubt doubtful doubts down dozen draw drawback drawing drawn drop dropped drops due during e each
earlier earn earned earning earns easily easy edge edges effect effects eg eighth either elsewhere emphasise
emphasize encompass encompasses encompassing end ended ending endpoint endpoints ends ends-up enough enter
entered enters entire entirely entries entry equal equally error errors establish estimand estimate
estimated estimates estimating estimation etc even every everybody everyone everything evidence exact
exactly exclude excluded excludes excluding exist existed existing exists expect expected expects explain
explained explains explanation explanations explicit explicitly express expressed extend extended extending
extends face factor factors fairly false far farther faster favor favour favours feel feels felt few fewer
figure figures file finally find finding findings finds first firstly fit fits fixed flip flipped flips
follow follows for formally former found frequency frequent frequently from fully further furthermore g gain
gained gains gap gaps gathered gave get gets getting give give-or-take given gives giving glance go
go-together goers goes going gone good got granted graph graphs great greater greatest grew group groups
grow grows guess guessing had hadn half hand happen happened happening happens hard hardly has hasn have
haven having he headline hear heard hedged held helpful hence her here hidden high higher highlight
highlighted highlights hinge hinges hinging hint hints his hold holding holds how however hundred hundreds
hypothetically i i.e identically ie if imagine impact implicit implicitly implies imply important impossible
imprecise imprecisely imprecision in in-between include included includes including incomplete inconclusive
inconsistent indecisive indeed indicate indicated indicates indirect indistinguishable individual
individuals infer inference inferences inferred informally infrequent inside instead insufficient
insufficiently interpret interpretable interpretation interpreted interpreting interprets interval intervals
into intuitively invalid is isn it its itself join joined joining joins jointly judge judged judgement
judging judgment just justified justify keep keeps kept key kind kinds know known knows language large
largely larger largest last lastly later latter lay lead leads lean leans least leave leaves leaving led
left leftover less let lets level levels lie lies like likelier likely likes likewise limit limitation
limitations limits line link linked links literally little ll long longer look looked looking looks loosely
low lower luck lying magnitude magnitudes main mainly many margin match matched matter mattered matters may
mean meaning means measure measured measures measuring median meet meets member members mention mentioned
mentions merely message met middle might million mind minus mirror mirrors mislead misleading misleadingly
missing mix mixes model moderate month months more moreover most mostly move moved moves moving much
multiple multiplied multiplies multiply must mustn n't naive name named namely names narrow narrowed
narrower narrowest narrows naïve near nearer nearest nearly need needed needs negative neither never
nevertheless next no nobody noise noisy non none nonetheless nonquitters nonzero nor not note noted notes
nothing notice noticed notices noting notwithstanding now nowhere null number numbers numeric numerical
numerically observation observational observations observe observed observing occur occurred occurring
occurs of off often ok omitted on once one ones only onto open opposite option or ordering other others
otherwise ought our out outcome outcomes outside over overall overestimate overestimated overestimates
overlap overlaps overlooked overstate overstated overstates overview own owned owning owns part participant
participants partly parts patient patients pattern patterns people per percent percentage person persons
pick picked picks picture place plain plainly plausible plausibly plus point pointing points population
positive possess possesses possibilities possibility possible possibly precise precisely precision premise
premises presence present presented presents presuppose presupposes presupposing probability procedure
procedures promise promises proof proportion prove proven proves provide provided provides providing
provisional provisionally purely put puts putting quantified quantifies quantify quantities quantity
question questions quick quicker quickly quit quite quits quitter quitters quitting quoted ran random range
ranged ranges ranging rank ranked ranking rarely rate rates rather raw re reach reached reaches reaching
read reader readers reading reads real really reason reasons recall receive received receives receiving
reckoned record recorded recordings records reflect reflected reflecting reflects regard regarding reject
rejected rejects relate related relates relation relations relationship relationships relevant reliable
relied relies rely remain remained remaining remains remember remove removed removes removing report
reported researcher researchers respect respective respectively respondent respondents rest resting rests
result resulting results reverse reversed reverses right rightly risk risks room rough roughly round rounded
row rows rule ruled rules ruling run running runs s said same sample sampled samples sampling saw say saying
says scenario scenarios second secondly see seeing seem seemingly seems seen sees sensible sentence
sentences separate separately set settle settled settles several shall share shares she sheet short shorter
should shouldn show showing shown shows shrank shrink shrinks side sides sign significance significant
significantly signs similar similarly simple simply since single sit sits size sizes skew skewed slower
slowly small smaller smallest so so-called solely solid some somebody something sometimes somewhat somewhere
sooner sound span spanned spanning spans speak speaking speaks spell spelled spelt spoken spot spotted
spread stand standard standing stands start statement statements statistical statistically stay stayed
staying stays still stood stop stopped stopping stops straddle straddles straightforward stretch stretches
stretching strictly strong stronger studies study subject subjects succeed succeeded succeeds success
successes successful successfully such sufficient sufficiently suggest suggested suggesting suggestive
suggests sum summaries summarise summarised summarising summarize summarized summarizes summarizing summary
summing support supported supports suppose supposing sure surveyed suspect suspects t tabulated take
takeaway takeaways taken takes taking talk tallied tally technically tell telling tells tend tended tendency
tends tentative tentatively tenth term terms test tested tests text than that the their theirs them then
theoretically theory there therefore these they thing things think thinks third thirdly this those though
thought thousand thousands through throughout thus time times to together told too took top total totals
toward towards trait traits treat treated treatment tried true trust trusted trusts try trying turn turned
turning turns typical typically unable unaccounted unadjusted unanswered uncertain uncertainty unclear
unconfirmed under underestimate underestimated underestimates understate understated understates
understating undetermined unit units unknown unknowns unless unlike unlikely unmeasured unobserved unproven
unreliable unresolved unseen unsettled unspecified until untreated unusable up upper us usable usably use
used useful uses using usually valid value values variable variables varied varies various vary varying ve
verify versa versus very via vice view viewed viewing vs want wanted wants warn warned warning warns warrant
warranted warrants was wasn way ways we weak weaker week weeks weigh weighed weighing weighs weight well
went were weren what whatever when where whereas wherever whether which whichever while who whoever whole
wholly whom whose why wide widen widened widening widens wider widest will with within without won wonder
wondering word worded words worse worst worth would wouldn wrong year years yes yet zero
"""
PLAIN = frozenset(_TEXT.split())
