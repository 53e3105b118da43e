package config_test

import (
	"strings"
	"testing"
	"time"

	"escale/internal/config"
)

func TestDefaults(t *testing.T) {
	c, err := config.Read([]string{"HOME=/root"})
	if err != nil {
		t.Fatal(err)
	}
	if c.Port != 8080 || c.Area != "50" || c.BaseURL != "" || c.TileOrigin() != "https://data.geopf.fr" ||
		c.GoneDelay != 14*24*time.Hour || c.UndoRuns != 10 {
		t.Errorf("%+v", c)
	}
}

func TestFrozenClock(t *testing.T) {
	c, err := config.Read([]string{"ESCALE_NOW=2026-12-01T10:00:00+01:00"})
	if want := time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC); err != nil || !c.Clock()().Equal(want) {
		t.Errorf("clock says %v, error %v", c.Clock()(), err)
	}
}

func TestMailIsSetUpWholeOrNotAtAll(t *testing.T) {
	whole := map[string]string{
		"ESCALE_SMTP_HOST": "smtp.manche.fr", "ESCALE_SMTP_FROM": "Escale <escale@manche.fr>", "ESCALE_BASE_URL": "https://escale.manche.fr",
		"ESCALE_SMTP_USER": "escale", "ESCALE_SMTP_PASSWORD": "s3cr3t",
	}
	read := func(changed, to string) error {
		var environ []string
		for name, value := range whole {
			if name == changed {
				value = to
			}
			environ = append(environ, name+"="+value)
		}
		if _, there := whole[changed]; !there {
			environ = append(environ, changed+"="+to)
		}
		_, err := config.Read(environ)
		return err
	}
	for name, values := range map[string][]string{
		"ESCALE_SMTP_FROM": {"", "escale", "a@b.fr, c@d.fr", "a@b.fr\nBcc: c@d.fr"}, "ESCALE_SMTP_HOST": {"smtp manche", "https://smtp.manche.fr", "smtp.manche.fr:25"},
		"ESCALE_SMTP_PORT": {"0", "65536", "x"}, "ESCALE_SMTP_TLS": {"on", "ssl"}, "ESCALE_BASE_URL": {""}, "ESCALE_SMTP_PASSWORD": {""}, "ESCALE_SMTP_USER": {""},
	} {
		for _, value := range values {
			if err := read(name, value); err == nil || !strings.Contains(err.Error(), name) || strings.Contains(err.Error(), "s3cr3t") {
				t.Errorf("%s=%q: %v", name, value, err)
			}
		}
	}
	if err := read("ESCALE_SMTP_TLS", "off"); err == nil || !strings.Contains(err.Error(), "ESCALE_SMTP_TLS") {
		t.Errorf("a password in clear: %v", err)
	}
	if err := read("ESCALE_SMTP_TLS", "tls"); err != nil {
		t.Error(err)
	}
	if _, err := config.Read([]string{"ESCALE_SMTP_FROM=a@b.fr"}); err == nil {
		t.Error("who writes, and no server")
	}
}

func TestEachFaultIsNamed(t *testing.T) {
	for name, value := range map[string]string{
		"PORT": "http", "ESCALE_DEPARTEMENT": "5O", "ESCALE_NOW": "demain", "ESCALE_BASE_URL": "localhost:80",
		"ESCALE_TILE_URL": "javascript:alert(1)", "ESCALE_FRAME_ANCESTORS": "https://a.fr;script-src *",
		"ESCALE_TRUSTED_PROXIES": "10.0.0.1", "ESCALE_DEPARTMENT": "50", "ESCALE_GONE_DAYS": "deux semaines", "ESCALE_UNDO_RUNS": "0", "ESCALE_REMIND_MONTHS": "61", "ESCALE_NAMES_DAYS": "367", "ESCALE_LISTEN": "localhost", "ESCALE_DRAIN_SECONDS": "61", "ESCALE_VAR": "config.go", "ESCALE_REFRESH": "hier", "ESCALE_LOGO": "config.go", "ESCALE_VAN_FILE": "rien.yaml", "ESCALE_VAN_DAYS": "367",
	} {
		_, err := config.Read([]string{name + "=" + value})
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s=%s: error %v does not name the setting", name, value, err)
		}
	}
}
