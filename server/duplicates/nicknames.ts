/** Short forms of given names in English, German, French and Spanish; the first of a line stands for all of them. */
const families = `
abigail abby gail
abraham abe bram
albert al bert bertie
alexander alex alec sandy sascha xander lex alejandro alexandre
alexandra alexa sandra sasha lexi
alfred alf fred alfie
alice ali allie
amanda mandy
andrea drea andi
andrew andy drew andreas andre andres andi
angela angie
anna anne ann annie anni ana nan
anthony tony toni anton antonio antoine
antonia toni
arthur art artie
barbara barb babs barbie baerbel
benjamin ben benny benji
bernard bernie bernhard bernd
bridget biddy bridie
caroline carolyn carrie carol caro carolina
catherine katherine kathryn catharine kate katie kathy cathy kat kitty katharina kathrin katrin katja catarina kathi
cecilia ceci cecily cissy
charles charlie chuck chas charly karl carlos carl
charlotte charlie lottie lotte
christian chris christiaan cristian
christina christine chris tina chrissy christa kirsten cristina
christopher chris kit topher kristopher christoph christophe cristobal
claudia claudi
clifford cliff
daniel dan danny dani
daniela dani daniella danielle
david dave davey davy
deborah debra deb debbie
dennis denny denis
dominic dom nick dominik dominique domingo
donald don donny
dorothy dot dottie dolly dorothea doris
douglas doug
edward ed eddie ted teddy ned eduard eduardo edouard
eleanor ellie nell nora leonora elenore
elizabeth elisabeth liz lizzie beth betty eliza lisa elise elsa bess libby isabel isabella lisbeth lilibeth isa
emily em emmy emilia
emmanuel manny manuel emanuel manolo
ernest ernie ernst ernesto
eugene gene eugen
eva eve evi
evelyn evie
florence flo flora
frances fran frannie francesca franziska francisca franzi paca
francis frank francisco franz francois frankie paco pancho
frederick fred freddie freddy friedrich fritz federico frederic rick
gabriel gabe
gabriela gabrielle gabi gabby
george georgie georg jorge georges
gerald gerry jerry gerhard gerd gerardo gerard
gilbert gil bert
gregory greg gregor gregorio
harold harry hal
heinrich heinz henrik
helen helena ella lena nell nellie helene elena
henry harry hank hal henri enrique quique
herbert herb bert
howard howie
hubert hugh bert
ignacio nacho ignaz
irene reni
jacob jake jakob jacques
jacqueline jackie
james jim jimmy jamie jem jaime
janet jan
jasmin jasmine yasmin
jean jeanne jeannie
jeffrey jeff geoff geoffrey
jennifer jen jenny jenna
jeremy jerry jem jeremias
jerome jerry
jessica jess jessie
joachim jochen achim joaquin
joan joanna johanna jo joanie hanna
johannes john jack johnny jon hans jean juan johann hannes ian ivan jan
jonathan jon jonny johnathan
joseph joe joey josef jose pepe jo sepp
josephine jo josie josefine josefina
joshua josh
judith judy jude
julia julie jule
kenneth ken kenny
kimberly kim kimberley
laura laurie lori
lawrence larry laurence lars lorenz lorenzo laurent
leonard leo len lenny leon leonardo
lillian lily lil lilian
louis lou louie lewis ludwig luis
louise lou luise luisa
lucas luke luc lukas
lucy lucia lucie lucille
madeleine maddie maddy madeline madelyn magdalena lena
manuela manu
marcus mark marc markus marco marcos
margaret maggie meg peg peggy marge margie greta margarete margarita marguerite rita gretel maisie daisy
maria mary marie mimi molly polly mitzi mia
martha marty mattie
martin marty martyn
martina tina
matthew matt matthias mathias mateo matthieu mats
maximilian max maxi
maxine max
melanie mel
melissa mel missy lissa
michael mike mick mickey mikey michel miguel micha michal mitch
michaela mickey micha michelle shelly
mildred millie
mitchell mitch
nancy nan
natalie nat nathalie natalia natasha
nathaniel nathan nat nate
nicholas nick nicky nicolas nicola nikolaus klaus claus niklas nico
nicole nicky nikki nicola nicoletta
norbert bert
oliver ollie olli olivier
olivia liv livvy
oscar oskar
pamela pam
patricia pat patty trish tricia patti
patrick pat paddy rick patricio patrice
paula pauline paulina
paul paulo pablo
peter pete pedro pierre
philip phil philipp phillip felipe philippe pip
rachel rach rachael raquel
raymond ray raimund ramon
rebecca becky becca bex rebekka
reginald reg reggie
reinhard reiner rainer
richard rick ricky dick rich richie ricardo
robert bob bobby rob robbie bert roberto robby
roberta bobbie robbie
roderick rod roddy rodrigo
rodney rod
roger rod
roland rolf rolando
ronald ron ronnie ronny
rosemary rose rosie romy rosemarie
rudolf rudy rudi rodolfo rolf
russell russ rusty
samantha sam sammy
samuel sam sammy
sarah sally sara sadie
sebastian seb bastian basti sebastien
sergio sergej serge sergey
sharon shari
sibylle bille
sidney sid sydney
silvia sylvia sylvie
simon si
solomon sol
sophia sophie sofia sofie
stanley stan
stephanie steph stefanie steffi stevie estefania steffie
stephen steve steven stefan stephan steffen etienne esteban stevie steph
stuart stu stewart
susan sue susie suzy susanne suzanne susanna suzie susana susi
sylvester sly
tabitha tabby
teresa theresa terry tess tessa tracy resi therese
terence terry terrence
theodore ted teddy theo theodor
thomas tom tommy tomas thom
timothy tim timmy timo
tobias toby tobi
ulrich uli ulli
ulrike uli rike
ursula uschi ulla
valentina val vale
valerie val
vanessa nessa
veronica ronnie vera veronika vero
vicente vince vincent vinny vinzenz
victor vic viktor
victoria vicky tori vicki viktoria
virginia ginny ginger
vivian viv vivien
walter wally walt
william bill billy will willie liam guillermo guillaume wilhelm willi willy wim
winifred winnie fred
wolfgang wolf wolfi
yvonne yve
zachary zach zack zak
dolores lola loli
concepcion concha conchita
rosario charo
guadalupe lupe lupita
jesus chus chuy
mercedes merche
guenther gunther guenter gunter guenni gunni
`
  .trim()
  .split('\n')
  .map((line) => line.split(' '))

/**
 * Which given names a name can stand for: `bert` is Albert and Robert. A name that has none stands for itself.
 * Two names agree as nicknames where they have one in common.
 */
const familiesOf = new Map<string, ReadonlySet<number>>()
for (const [number, names] of families.entries()) {
  for (const name of names) familiesOf.set(name, new Set([...(familiesOf.get(name) ?? []), number]))
}

/** Whether two folded given names can be forms of one name. */
export function areNicknames(one: string, other: string): boolean {
  const theirs = familiesOf.get(other)
  return [...(familiesOf.get(one) ?? [])].some((family) => theirs?.has(family))
}

/** The given names that a folded name can be short for, itself left out. */
export function fullNames(name: string): string[] {
  const found = familiesOf.get(name)
  if (!found) return []
  return [...found].map((family) => families[family]?.[0] as string).filter((full) => full !== name)
}
