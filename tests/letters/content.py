"""What do the two invented letters say? Their words, once, for all forms."""

from collections.abc import Mapping
from types import MappingProxyType

from parts import (
    Dossier,
    Items,
    MinistryLetter,
    OfficialLetter,
    Paragraph,
    Section,
    Signature,
    Subheading,
    Table,
)

NOTES: Mapping[int, str] = MappingProxyType(
    {
        1: "[Kamerstuk 29 521, nr. 426](kst-29521-426).",
        2: "Verklaring van de verzonnen partnerlanden, te vinden op "
        "<https://www.example.org/verklaringen/verzonnen-sahel-2022>.",
        3: "Onder een vertrouwenwekkende maatregel wordt in deze brief verstaan: een eenzijdige, omkeerbare en "
        "controleerbare stap van een van de partijen, die de andere partijen niet tot een tegenprestatie verplicht en "
        "die door de waarnemers ter plaatse wordt vastgesteld (zie ook Kamerstuk 27 925, nrs. 570 en 597).",
        4: "Zie ook Aanhangsel Handelingen, vergaderjaar 2021–2022, nr. 3173.",
        5: "Handelingen II 2021/22, nr. 27, item 8.",
        6: "[Kamerstuk 21 501-02, nr. 2462](kst-21501-02-2462), d.d. 4 februari jl.",
    }
)

OFFICIAL = OfficialLetter(
    identifier="kst-99521-7",
    chamber="Tweede Kamer der Staten-Generaal",
    chamber_number="2",
    session="2021-2022",
    dossiers=(
        Dossier("99 521", "Nederlandse deelname aan verzonnen vredesmissies"),
        Dossier("27 925", "Bestrijding internationaal terrorisme"),
    ),
    number="7",
    heading="BRIEF VAN DE MINISTERS VAN BUITENLANDSE ZAKEN, VAN DEFENSIE EN VOOR BUITENLANDSE HANDEL EN "
    "ONTWIKKELINGSSAMENWERKING",
    addressee="Aan de Voorzitter van de Tweede Kamer der Staten-Generaal",
    place="Den Haag",
    day="17 februari 2022",
    isoday="2022-02-17",
    body=(
        Paragraph(
            "Deze brief is verzonnen voor de tests van kbsearch. In navolging van de Kamerbrief «Ontwikkelingen in een "
            "verzonnen Sahelregio» d.d. 9 februari jl. ([Kamerstuk 29 237, nr. 177](kst-29237-177)) en het "
            "Commissiedebat Raad Buitenlandse Zaken d.d. 16 februari jl. informeren wij uw Kamer hierbij, mede namens "
            "de Minister voor Rechtsbescherming, over het besluit om de Nederlandse deelname aan de verzonnen "
            "taakgroep te beëindigen en de bijdrage aan MINUSMA te herzien.{1}"
        ),
        Section("1.", "Inleiding"),
        Paragraph(
            "De afgelopen weken heeft op ministerieel, hoogambtelijk en militair niveau intensief overleg "
            "plaatsgevonden met de landen die aan de verzonnen taakgroep deelnemen. In gezamenlijkheid is de conclusie "
            "getrokken dat niet langer aan de politieke, operationele en juridische voorwaarden voor de inzet wordt "
            "voldaan. De deelnemende landen hebben daarover vandaag een verklaring uitgebracht.{2} Uw Kamer is over de "
            "voorbereiding van dit besluit eerder geïnformeerd (Kamerstuk 29 521, nr. 405, d.d. 27 maart 2020 en "
            "Kamerstuk 33 750 XVII, nr. 34)."
        ),
        Paragraph(
            "Deze brief gaat achtereenvolgens in op de veiligheidssituatie, de Nederlandse bijdrage, de kosten en de "
            "vervolgstappen. Met deze brief doet het kabinet tevens de toezegging gestand om uw Kamer te informeren "
            "over de ervaringen van de Takuba-liaisonofficier, zoals gevraagd in het verzonnen debat van 16 december "
            "2021. De artikel 100-procedure is op dit besluit niet van toepassing, omdat het geen nieuwe inzet "
            "betreft."
        ),
        Paragraph(
            "Het kabinet hanteert in de Sahel een geïntegreerde benadering, waarin de instrumenten van het buitenland- "
            "en veiligheidsbeleid zoveel mogelijk in samenhang worden ingezet. Die benadering blijft overeind. De "
            "beëindiging van de deelname aan één taakgroep betekent niet dat Nederland zich uit het gebied terugtrekt: "
            "ontwikkelingssamenwerking, politieke dialoog en civiele crisisbeheersing gaan door (kamerstuk 22 831 nr. "
            "58)."
        ),
        Section("2.", "Veiligheidssituatie"),
        Paragraph(
            "De veiligheidssituatie in het verzonnen inzetgebied is in de tweede helft van 2021 verslechterd. "
            "Gewapende groeperingen hebben hun invloed uitgebreid naar het zuiden en naar de grensstreek met Côte "
            "d’Ivoire, waar de burgerbevolking in toenemende mate slachtoffer is van mensenrechtenschendingen. De "
            "regeringstroepen beschikken over onvoldoende inlichtingencapaciteit om aanslagen te voorkomen. Het "
            "grensoverschrijdende karakter van het geweld maakt regionale samenwerking noodzakelijk, maar juist die "
            "samenwerking staat onder druk."
        ),
        Paragraph(
            "De coördinatie tussen de internationale missies is in de verslagperiode verbeterd: MINUSMA, EUTM Mali en "
            "de Franse operatie Barkhane wisselen sinds oktober jl. dagelijks gegevens uit over veiligheidsincidenten "
            "in het grensgebied. Vertrouwenwekkende maatregelen{3} tussen de ondertekenaars van het vredesakkoord zijn "
            "daarentegen uitgebleven. MINUSMA blijft de enige missie met een mandaat voor de bescherming van burgers. "
            "Voor de VN-missie betekent het vertrek van de taakgroep dat helikoptercapaciteit en medische evacuatie "
            "opnieuw moeten worden geregeld."
        ),
        Paragraph(
            "De verhouding tussen de transitieautoriteiten en de internationale gemeenschap is verder verslechterd. In "
            "januari jl. zijn vluchten zonder voorafgaande toestemming verboden, en is van verscheidene landen "
            "verlangd dat zij hun statusovereenkomst opnieuw ter goedkeuring voorleggen. Zonder zulke afspraken "
            "(SOFA’s) ontbreekt de rechtsbescherming die het kabinet voor uitgezonden militairen noodzakelijk acht. "
            "Ook de ervaringen met resolutie 2100 en met het C-130-rotatieschema laten zien dat duidelijke afspraken "
            "met het gastland onontbeerlijk zijn."
        ),
        Subheading("Humanitaire situatie"),
        Paragraph(
            "Volgens ramingen van de verzonnen hulpcoördinator zijn 1,3 miljoen mensen ontheemd. De toegang van "
            "hulporganisaties tot de getroffen gebieden is beperkt door wegversperringen, bermbommen en "
            "vliegrestricties. Nederland heeft in 2021 voor 12,5 miljoen euro bijgedragen aan de humanitaire "
            "hulpverlening; voor 2022 is hetzelfde bedrag voorzien.{4} De hulpverlening richt zich op:"
        ),
        Items(
            (
                "voedselhulp en drinkwatervoorziening in de opvangkampen;",
                "gezondheidszorg, in het bijzonder geestelijke gezondheidszorg voor kinderen en jongeren die met "
                "geweld te maken hebben gehad;",
                "bescherming van vluchtelingenvrouwen en slachtofferhulp.",
            )
        ),
        Section("3.", "Nederlandse bijdrage"),
        Paragraph(
            "Sinds maart 2021 is een klein aantal Nederlandse militairen aan de verzonnen taakgroep verbonden: een "
            "stafofficier op het hoofdkwartier en een Takuba-liaisonofficier bij de partnereenheden. Beiden keren voor "
            "de zomer terug. De Nederlandse bijdrage aan MINUSMA blijft tot en met 31 december a.s. gehandhaafd, en "
            "bestaat uit de onderdelen in onderstaande tabel. Het patrouilleschip Zr.Ms. Toonbeeld verleent tot 1 mei "
            "a.s. logistieke ondersteuning vanuit de Golf van Guinee."
        ),
        Paragraph(
            "In het afgelopen jaar heeft, naast zijn werk op het hoofdkwartier in de hoofdstad, de "
            "Takuba-liaisonofficier elf verbindingsbezoeken gebracht aan MINUSMA en aan EUTM Mali. Zijn bevindingen "
            "zijn gebruikt bij de tussentijdse evaluatie, waarvan de belangrijkste uitkomst is dat de samenwerking met "
            "plaatselijke partnereenheden alleen vruchten afwerpt wanneer de Takuba-liaisonofficier en de stafofficier "
            "voor langere tijd op dezelfde plaats werkzaam zijn. Het ministerie van Defensie verwerkt deze bevindingen "
            "in de opleidingsprogramma’s. Voor de nazorg van de teruggekeerde militairen gelden de gebruikelijke "
            "voorzieningen uit het Veteranenbesluit."
        ),
        Table(
            ("Missie", "Bijdrage", "Aantal"),
            (
                ("MINUSMA", "Stafofficieren en individuele politiefunctionarissen", "14"),
                ("EUTM Mali", "Instructeurs en een medische hulppost", "9"),
                ("Takuba", "Stafofficier en liaisonofficier", "2"),
                ("Golf van Guinee", "Zr.Ms. Toonbeeld met boordhelikopter", "96"),
            ),
        ),
        Paragraph(
            "De uitgaven bedragen in 2022 naar verwachting 8,4 miljoen euro en worden gedekt uit het Budget "
            "Internationale Veiligheid. De terugkeer van de militairen leidt tot een beperkte onderuitputting, die "
            "wordt verwerkt in de eerste suppletoire begroting. Voor de veiligheidssectorhervorming blijft "
            "2 miljoen euro beschikbaar, zoals in het verzonnen debat over de verantwoordingsstukken is besproken.{5}"
        ),
        Section("4.", "Vervolgstappen"),
        Paragraph(
            "Het kabinet houdt de ontwikkelingen nauwlettend in de gaten en staat hierover in nauw contact met de "
            "Verenigde Naties, de Europese Unie en de bondgenoten. De besluitvorming over de toekomst van EUTM Mali "
            "vindt plaats tijdens de aankomende Raad Buitenlandse Zaken op maandag 21 februari a.s.{6} De inzet van "
            "het kabinet is daarbij als volgt:"
        ),
        Items(
            (
                "opleidingsactiviteiten die rechtstreeks aan gevechtseenheden ten goede komen, worden opgeschort;",
                "de advisering over rechtsstaatontwikkeling en mensenrechten wordt voortgezet, mits de "
                "transitieautoriteiten een geloofwaardig verkiezingstijdpad overleggen;",
                "over de mogelijke gevolgen voor MINUSMA wordt uw Kamer voor het zomerreces geïnformeerd.",
            ),
            numbered=True,
        ),
        Paragraph(
            "Daarnaast onderzoekt het kabinet met gelijkgezinde landen welke mogelijkheden er zijn om de "
            "terrorismebestrijding in de kuststaten te ondersteunen. Te denken valt aan grensbewaking, aan "
            "informatie-uitwisseling tussen inlichtingendiensten en aan versterking van het openbaar ministerie. "
            "Zodra hierover meer duidelijkheid bestaat, wordt uw Kamer opnieuw geïnformeerd."
        ),
        Paragraph(
            "Nederland blijft zich − samen met gelijkgezinde partners − inzetten om de grondoorzaken van instabiliteit "
            "aan te pakken en de weerbaarheid van de bevolking te vergroten. Het verslag van de Raad Buitenlandse "
            "Zaken van 24 januari 2022 treft uw Kamer hierbij aan."
        ),
    ),
    signatures=(
        Signature("De Minister van Buitenlandse Zaken,", "A.B.C. Voorbeeld"),
        Signature("De Minister van Defensie,", "D. van der Proef"),
        Signature("De Minister voor Buitenlandse Handel en Ontwikkelingssamenwerking,", "Th.J.A.M. Toonbeeld"),
    ),
    report_title="VERSLAG RAAD BUITENLANDSE ZAKEN VAN 24 JANUARI 2022",
    report=(
        Paragraph(
            "Dit verslag is verzonnen, zoals de brief waar het bij hoort. Op maandag 24 januari vond de Raad "
            "Buitenlandse Zaken plaats. De Minister van Buitenlandse Zaken nam deel. De Raad sprak over de Sahel en "
            "over de betrekkingen met de Afrikaanse Unie."
        ),
        Section("", "Sahel"),
        Paragraph(
            "De Raad besprak de situatie in Mali na het besluit van de transitieautoriteiten om de verkiezingen uit te "
            "stellen. De Hoge Vertegenwoordiger lichtte toe dat de Europese Unie de sancties van de regionale "
            "organisatie overneemt. Verscheidene lidstaten benadrukten dat het draagvlak voor de trainingsmissie "
            "afneemt wanneer buitenlandse veiligheidsbedrijven naast de regeringstroepen optreden. Nederland wees op "
            "het belang van MINUSMA en op de bescherming van burgers, en verzocht om een strategische herziening van "
            "EUTM Mali (zie ook TK 32 605, nr. 62)."
        ),
        Paragraph(
            "De Raad kwam overeen dat de opleidingsmissie voorlopig wordt voortgezet. De Europese Dienst voor Extern "
            "Optreden stelt voor de volgende vergadering een keuzedocument op, waarin ook de gevolgen voor de "
            "waarnemingscapaciteit en voor de samenwerking met de kuststaten worden beschreven. De vergadering van "
            "9/10 maart a.s. zal daaraan worden gewijd."
        ),
        Paragraph(
            "Over de vredesmissies in het gebied werd opgemerkt dat de geloofwaardigheid van de Unie ermee gemoeid is. "
            "De ministers van Buitenlandse Zaken van drie lidstaten stelden voor om de civiele missies los te zien van "
            "de militaire trainingsmissie. Dit voorstel wordt door het Politiek en Veiligheidscomité uitgewerkt. "
            "Nederland steunt het, op voorwaarde dat de mensenrechtentoetsing van partnereenheden (*human rights due "
            "diligence*) gewaarborgd is."
        ),
        Section("", "Afrikaanse Unie"),
        Paragraph(
            "De Raad bereidde de top met de Afrikaanse Unie van 17 en 18 februari voor. De lidstaten steunden de "
            "voorgestelde investeringsagenda, waarin onderwijs, gezondheidszorg en digitalisering centraal staan. "
            "Nederland vroeg aandacht voor migratiesamenwerking, klimaatadaptatie en voedselzekerheid, en sprak zich "
            "uit voor een gezamenlijke evaluatie van de vredesondersteunende operaties die uit de Europese "
            "Vredesfaciliteit worden betaald."
        ),
        Paragraph(
            "Onder het agendapunt actuele ontwikkelingen is stilgestaan bij de spanningen aan de oostgrens van de "
            "Unie. De Hoge Vertegenwoordiger zegde toe de Raad hierover schriftelijk te zullen berichten."
        ),
    ),
    notes=NOTES,
)

MINISTRY = MinistryLetter(
    identifier="ministerie-verzonnen",
    title="Verzonnen stand van zaken ISAF en EUNAVFOR Atalanta",
    isoday="2009-03-24",
    ministry="Ministerie van Defensie",
    address=("De Voorzitter van de Tweede Kamer", "der Staten-Generaal", "Binnenhof 4", "2513 AA Den Haag"),
    margin=(
        ("Postadres", "Postbus 00000, 0000 ZZ Den Haag"),
        ("Internet", "www.example.org"),
        ("Ons nummer", "VZ-2009/000123"),
        ("Bijlage(n)", "1"),
    ),
    details=(
        ("Datum", "24 maart 2009"),
        ("Betreft", "Verzonnen stand van zaken ISAF en EUNAVFOR Atalanta"),
    ),
    salutation="Zeer geachte Voorzitter,",
    body=(
        Paragraph(
            "Deze brief is verzonnen voor de tests van kbsearch. Hierbij bied ik u, mede namens de Minister van "
            "Buitenlandse Zaken, de stand van zaken aan van de Nederlandse bijdragen aan ISAF en aan EUNAVFOR "
            "Atalanta, zoals toegezegd tijdens het verzonnen overleg van 12 maart jl. (29 521, nr. 90)."
        ),
        Section("", "ISAF"),
        Paragraph(
            "De verzonnen taakgroep in Uruzgan heeft in de verslagperiode de nadruk gelegd op de opleiding van het "
            "Afghaanse leger en op de wederopbouwwerkzaamheden in de districtshoofdsteden. De samenwerking met de "
            "Australische bondgenoten verloopt goed. De vliegtuigen en gevechtshelikopters hebben in totaal 214 uren "
            "gevlogen. In de verslagperiode zijn geen Nederlandse militairen gewond geraakt."
        ),
        Paragraph(
            "Het overbrengen van de verantwoordelijkheid voor de veiligheid aan de plaatselijke autoriteiten vergt "
            "meer tijd dan in het oorspronkelijke operatieplan was voorzien. Het tekort aan opleidingsplaatsen bij de "
            "politieacademie is daarvan de voornaamste oorzaak. Met de overige troepenleverende landen wordt overlegd "
            "over een gezamenlijke opleidingsvoorziening, waarvan de financiële gevolgen binnen de bestaande begroting "
            "kunnen worden opgevangen. Over de uitkomst hiervan wordt u voor het zomerreces geïnformeerd."
        ),
        Section("", "EUNAVFOR Atalanta"),
        Paragraph(
            "Het fregat Hr.Ms. Verzinsel heeft van 26 januari tot en met 20 maart jl. deelgenomen aan de operatie "
            "tegen piraterij bij de kust van Somalië. Het schip heeft elf schepen van het Wereldvoedselprogramma "
            "begeleid en driemaal een verdacht vaartuig onderzocht. Bij die onderzoeken zijn ladders, enterhaken en "
            "buitenboordmotoren aangetroffen en vernietigd. De opvarenden zijn overgedragen aan de kustwacht van "
            "hun land of, waar dat niet mogelijk was, in vrijheid gesteld."
        ),
        Paragraph("De Europese Unie heeft Nederland verzocht de deelname te verlengen. Daarbij zijn van belang:"),
        Items(
            (
                "de beschikbaarheid van een bevoorradingsschip in de tweede helft van het jaar;",
                "de rechtsmacht over verdachten die op volle zee worden aangehouden;",
                "de samenhang met de maritieme operatie van de NAVO in hetzelfde zeegebied.",
            )
        ),
        Paragraph(
            "Het kabinet zal over een verlenging van de deelname besluiten aan de hand van het Toetsingskader. "
            "Een afschrift van deze brief is gezonden aan de Voorzitter van de Eerste Kamer."
        ),
    ),
    signatures=(
        Signature("DE MINISTER VAN DEFENSIE,", "Drs. P.Q. van Verzinsel"),
        Signature("DE STAATSSECRETARIS VAN DEFENSIE,", "Mr. Dr. R.S.T. Bedacht"),
    ),
)


SYLLABLES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "".join(parts): parts
        for parts in (
            ("be", "schre", "ven"),
            ("cri", "sis", "be", "heer", "sing"),
            ("di", "gi", "ta", "li", "se", "ring"),
            ("ge", "vechts", "he", "li", "kop", "ters"),
            ("in", "lich", "tin", "gen", "ca", "pa", "ci", "teit"),
            ("kli", "maat", "adap", "ta", "tie"),
            ("on", "der", "te", "ke", "naars"),
            ("on", "der", "uit", "put", "ting"),
            ("op", "lei", "dings", "plaat", "sen"),
            ("part", "ner", "een", "he", "den"),
            ("sa", "men", "wer", "king"),
            ("vei", "lig", "heids", "sec", "tor", "her", "vor", "ming"),
            ("ver", "kie", "zin", "gen"),
            ("ver", "slech", "terd"),
            ("we", "reld", "voed", "sel", "pro", "gram", "ma"),
        )
    }
)
"""Words that plain text may break at the end of a line -> their syllables."""
