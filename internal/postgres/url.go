package postgres

import (
	"net"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"escale/internal/mediation"
)

// How long a server has to answer when it is called, and how soon one that
// vanished without a word is given up.
const (
	connectLimit   = 5 * time.Second
	vanishedLimit  = 10 * time.Second
	tcpUserTimeout = 0x12 // TCP_USER_TIMEOUT of linux/tcp.h
)

// programName is how the database sees who is connected.
const programName = "escale"

// CheckURL refuses what is not the address of a database.
func CheckURL(url string) error {
	_, err := readURL(url)
	return err
}

// readURL reads the address of a database. What is wrong with it is not named:
// the library would show a part of the password.
func readURL(url string) (*pgxpool.Config, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, &mediation.Error{Kind: mediation.Invalid, Sentence: "DATABASE_URL n’est pas l’adresse d’une base PostgreSQL : " +
			"il faut postgres://compte:mot-de-passe@serveur:5432/base, où les signes particuliers du mot de passe s’écrivent avec % (« / » est %2F, « @ » est %40)."}
	}
	if config.ConnConfig.ConnectTimeout == 0 {
		config.ConnConfig.ConnectTimeout = connectLimit
	}
	if parameters := config.ConnConfig.RuntimeParams; parameters["application_name"] == "" {
		parameters["application_name"] = programName
	}
	dialer := &net.Dialer{
		KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: vanishedLimit / 2, Interval: vanishedLimit / 10, Count: 5},
		Control:         endVanished,
	}
	config.ConnConfig.DialFunc = dialer.DialContext
	return config, nil
}

// endVanished has the system end a connection whose other end does not take
// what it is sent.
func endVanished(network, _ string, c syscall.RawConn) error {
	if network == "unix" {
		return nil
	}
	return c.Control(func(fd uintptr) {
		_ = syscall.SetsockoptInt(int(fd), syscall.IPPROTO_TCP, tcpUserTimeout, int(vanishedLimit.Milliseconds())) // a help where it is known
	})
}
