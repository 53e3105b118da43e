package synth

// What names, addresses and texts are made of; in number and length about what
// the real lists of places hold.
var (
	saints = []string{
		"Saint-Martin", "Saint-Pierre", "Saint-Germain", "Sainte-Marie", "Saint-Jean", "Saint-Georges", "Saint-Hilaire",
		"Notre-Dame", "Saint-Aubin", "Saint-Denis", "Saint-Sauveur", "Saint-Laurent", "Sainte-Mère", "Saint-Vaast",
		"Saint-Quentin", "Saint-Senier", "Saint-Planchers", "Saint-James", "Saint-Clair", "Sainte-Croix", "Gouville",
		"Montmartin", "Tourville", "Bricque", "Tessy", "Brécey", "Marigny", "Carentan", "Périers",
	}
	articles   = []string{"sur", "de", "le", "en", "des", "du", "la"}
	landscapes = []string{
		"Bocage", "Marais", "Sienne", "Vire", "Cotentin", "Landelle", "Falaises", "Sélune", "Douve", "Airou", "Havre",
		"Grève", "Chaussey", "Ouve", "Taute", "Soulles",
	}
	villes = []string{
		"-Bocage", "-Village", "-Plage", "-Vieux", "-Neuf", "-Église", "-Hague", "-Lande", "-Pont", "-Bourg", "-Manoir",
		"-Forge", "-Prairie", "-Moulin", "-Haie", "-Croix",
	}
	people = []string{
		"Jacques Prévert", "Victor Hugo", "Simone Veil", "Jean Moulin", "Marie Curie", "Louis Aragon", "George Sand",
		"Nelson Mandela", "Jules Verne", "Julien de Laillier", "Jean Ferrat", "Rosa Parks", "Albert Camus", "Mosaïque",
		"Pierre Mendès France", "Édouard Le Héricher", "Anne Frank", "Les 7 lieux", "l'Odyssée", "la Source",
	}
	// In names, %c stands for the commune and %p for a person.
	names = []string{
		"Médiathèque de %c", "Médiathèque %p", "Mairie de %c", "France services %c", "Espace France Services de %c",
		"EPN de %c", "Espace public numérique %p", "Centre social %p", "Bibliothèque %p", "Maison des services de %c",
		"MJC de %c", "Mission locale de %c", "CCAS de %c", "Agence France Travail de %c", "Association %p",
		"Centre communal d'action sociale de %c", "La Poste de %c", "Tiers-lieu %p", "Foyer rural de %c",
		"Conseiller numérique de %c", "Maison du département de %c", "Point Info 50 %c", "Familles rurales %c",
	}
	operators = []string{
		"Commune de %c", "Communauté de communes", "Conseil départemental de la Manche", "Association Familles rurales",
		"La Poste", "Mutualité sociale agricole", "Ligue de l'enseignement de Normandie",
	}
	ways    = []string{"rue", "rue", "rue", "rue", "place", "avenue", "route", "boulevard", "impasse", "allée"}
	streets = []string{
		"de la Mairie", "de l'Église", "du Général de Gaulle", "de la République", "du Marché", "de Poterie", "des Écoles",
		"Jean Jaurès", "du Presbytère", "de la Gare", "de Bretagne", "de Normandie", "du 8 Mai 1945", "du Château",
		"des Tilleuls", "de la Libération", "du Bourg", "Pasteur", "du Maréchal Leclerc", "de la Plage", "des Fossés",
		"du Stade", "Gambetta", "de Coutances", "de Saint-Lô", "de Cherbourg", "du Vieux Pont", "des Halles",
		"Notre-Dame", "Gilbert Marot", "Pierre de Gouville", "de la Paix", "du Docteur Le Tacon", "des Acacias",
		"de la Croix Verte", "du Haut Chemin", "des Prés", "de la Fontaine", "du Lavoir", "Alsace-Lorraine",
	}
	sentences = []string{
		"Accueil de tous les publics, avec ou sans rendez-vous.",
		"Un conseiller vous aide dans vos démarches en ligne et vous apprend à utiliser l'ordinateur.",
		"Ordinateurs, tablettes et imprimante en libre accès aux heures d'ouverture.",
		"Ateliers collectifs toutes les semaines : mail, photos, sécurité, smartphone.",
		"Permanence assurée à l'étage de la bibliothèque ; ascenseur à droite de l'entrée.",
		"Venez avec vos documents et votre téléphone : nous ouvrons ensemble votre compte.",
		"Les mercredis sont réservés aux enfants et aux familles.",
	}
	programmes = []string{"Aidants Connect", "Certification PIX", "Point d'accès numérique CAF", "Emmaüs Connect"}
	// older are services as files from before version 1.0.1 name them.
	older = []string{
		"Accéder à une connexion internet", "Accéder à du matériel", "Prendre en main un ordinateur",
		"Prendre en main un smartphone ou une tablette", "Utiliser le numérique au quotidien",
		"Accompagner les démarches de santé", "Favoriser mon insertion professionnelle",
	}
)
