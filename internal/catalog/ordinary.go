package catalog

// ordinary are common words that are a letter, a sound or an ending away from
// a word of the needs, and are no misspelling of it. Words are without their
// plural's s where it is regular.
var ordinary = wordSet(`
	actualites aerer ahsoka aimera allons alter amande amelia amene amenee ana andrea angie annoncent apparemment
	appartenant appartient apparu apparut appat appeliez apple apport appris appui atelier attaquer attaques baies
	baises bass basse bates baylor berne bille boone borgne boulet boulon bourde bourne bourre bouse cahier cape
	capote capoter capteur carla carrie carson case caser casher casper cass cassie cate cause cece cecil cecile
	cecite cedar ceder cesar cesare cesse cesser cessez chaque chasse chaud chauffard chauffeur chimere choeur choque
	citation clairiere claque claquer clary cloque clou cloue clouer colere colette colle collecte collecter
	collection collee colleen collegue commencera comptera connaisse connaissez connaissions conne connell consomme
	consommer consort consul copine correct correcte corrected correction corriger cottage coursier courtier
	courtiser crasse creatifs creative creve crique danserai decide decider decidez decliner decus deesse defense
	degainer degoutant depute deroutant desert design designe designer desir desire desirer desirez dessein dessert
	destin destine destinee deuzio devine deviner devinez devoile devoiler dissiper diverses douce doucher ebauche
	ecolo ecoule electrocute elevait elevera emil empli employees enchante endroit engin enleve erection essaim
	etreinte excellent exces exclusion excursion executions exil exile expansion explosion facteur fermais fermait
	fermee fermement ferment fermer fermez fermons ficher firme fisk fondation foot forcait forcee formait format
	forme formee former fourmi fracture funebres gail hannah harker idole imitation impensable impose impossible
	improbable incarner incitation indes inflation initiative integrer interet interfere interieur internat interro
	interromps interrompt inverser invitation jauge joker joue jouee jouera jouet joueur jouez jouir juger jugez
	justement justesse justicier justine karla karma kramer licence lisais lisait livre loger loser loue louee louper
	mack mafieux mains manier marchais marchait maree maria mariait marian marianne marie marient mariera marine
	mariner mario marion marius marley marquee marrer mary mater materiau mathieu matthieu media mefier melange
	melanger messe mettiez milady mobilier montagne mord more musicaux navire notice notoire pack paient paille
	paques paquet parcouru parcs parlent parmi partent parti passeront passion pelle perce perdiez perdit perfection
	pesant pese pesent peser pilotage plain plaine plante postal postale posture potable potion power precepteur
	programme proies quantique quantite quasi recession rechange recherchais recherchait recoucher refectoire regard
	regrette regretter regrettez remercions rempart renard renault renom renomme renouer repaire reparle reparler
	repart reparte repartez repartition repasse repasser repere reperer repond repondais repondait reponde repondent
	repondrai report reputation respiration restau retard retenu retenue retour retourne retourner reveil revenais
	revenait revenant revendeur revenez reveniez revenons revent rever revision reynolds sage saisir saisissez saison
	sauve sceptre section securisez seize separera serions serve session seven shepard sheppard skipped skipper skye
	sommes sommet sonne sonner sonnera sonnette soucis soumis sourds sourit spears stade state steve table tablier
	tactique talbot tape tapez taser tater torture travis tribu trime tunnel tuteur vicieux vidal vide videe vider
	videz viral virale vires vision visite visiter voler votez voute watson webb webber world xavier`)
