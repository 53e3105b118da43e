package site

// calendarLinks lead to a calendar: to follow it, and to take it once.
type calendarLinks struct{ Follow, Take string }

func (s *Site) calendar(host, scope, id string) calendarLinks {
	path := "/calendar/" + scope + "/" + id + ".ics"
	return calendarLinks{Follow: "webcal://" + host + path, Take: path}
}
