// Package standby runs a primary PostgreSQL and a streaming standby of it on
// this machine, for tests of what happens when the first is lost.
package standby

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// Pair are the two servers.
type Pair struct {
	bin, folder string
	credential  *syscall.Credential
	ports       [2]int
	servers     [2]*exec.Cmd
}

const startLimit = 30 * time.Second

// Start makes both, with an empty database "escale" that the standby follows.
// Postgres runs as the user "postgres" where we are root, who must be able to
// reach the folder.
func Start(ctx context.Context, folder string) (p *Pair, err error) {
	p = &Pair{folder: folder}
	if p.bin, p.credential, err = find(); err != nil {
		return nil, err
	}
	for i := range p.ports {
		if p.ports[i], err = freePort(); err != nil {
			return nil, err
		}
	}
	if err := p.own(folder); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			p.Close()
		}
	}()
	if err := p.run(ctx, "initdb", "-D", p.data(0), "-U", "escale", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"); err != nil {
		return nil, err
	}
	if err := p.launch(ctx, 0); err != nil {
		return nil, err
	}
	if err := p.execute(ctx, 0, "CREATE DATABASE escale"); err != nil {
		return nil, err
	}
	if err := p.run(ctx, "pg_basebackup", "-h", "127.0.0.1", "-p", strconv.Itoa(p.ports[0]), "-U", "escale", "-D", p.data(1), "-R", "-X", "stream", "-c", "fast"); err != nil {
		return nil, err
	}
	return p, p.launch(ctx, 1)
}

// URL is the address of both: whichever takes writes answers.
func (p *Pair) URL() string {
	return fmt.Sprintf("postgres://escale@127.0.0.1:%d,127.0.0.1:%d/escale?sslmode=disable&target_session_attrs=read-write", p.ports[0], p.ports[1])
}

// KillPrimary ends the primary at once, with what the standby does not have yet.
func (p *Pair) KillPrimary() error {
	if err := syscall.Kill(-p.servers[0].Process.Pid, syscall.SIGKILL); err != nil {
		return err
	}
	_ = p.servers[0].Wait() // it was killed
	return nil
}

// Promote makes the standby the primary.
func (p *Pair) Promote(ctx context.Context) error {
	return p.run(ctx, "pg_ctl", "promote", "-D", p.data(1))
}

// Disconnect cuts the standby off from the primary, as a network would.
func (p *Pair) Disconnect(ctx context.Context) error {
	if err := p.execute(ctx, 1, "ALTER SYSTEM SET primary_conninfo = ''"); err != nil {
		return err
	}
	if err := p.execute(ctx, 1, "SELECT pg_reload_conf()"); err != nil {
		return err
	}
	return p.wait(ctx, 1, "SELECT NOT EXISTS (SELECT FROM pg_stat_wal_receiver)")
}

// Settle waits until the standby has all that the primary wrote.
func (p *Pair) Settle(ctx context.Context) error {
	return p.wait(ctx, 0, "SELECT EXISTS (SELECT FROM pg_stat_replication WHERE replay_lsn = pg_current_wal_lsn())")
}

// wait asks one of the servers until it says yes.
func (p *Pair) wait(ctx context.Context, i int, question string) error {
	for end := time.Now().Add(startLimit); ; time.Sleep(20 * time.Millisecond) {
		yes := false
		err := p.within(ctx, i, func(conn *pgx.Conn) error { return conn.QueryRow(ctx, question).Scan(&yes) })
		if err != nil || yes {
			return err
		}
		if time.Now().After(end) {
			return fmt.Errorf("never: %s", question)
		}
	}
}

// Close ends both servers.
func (p *Pair) Close() {
	for _, s := range p.servers {
		if s != nil && s.ProcessState == nil {
			_ = syscall.Kill(-s.Process.Pid, syscall.SIGKILL)
			_ = s.Wait()
		}
	}
}

func (p *Pair) data(i int) string { return filepath.Join(p.folder, [2]string{"primary", "standby"}[i]) }

func (p *Pair) launch(ctx context.Context, i int) error {
	s := p.command(context.WithoutCancel(ctx), "postgres", "-D", p.data(i), "-p", strconv.Itoa(p.ports[i]), "-k", p.folder,
		"-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-c", "wal_level=replica", "-c", "max_connections=60")
	log, err := os.Create(p.data(i) + ".log")
	if err != nil {
		return err
	}
	defer log.Close()
	s.Stdout, s.Stderr = log, log
	if err := s.Start(); err != nil {
		return err
	}
	p.servers[i] = s
	for end := time.Now().Add(startLimit); ; time.Sleep(50 * time.Millisecond) {
		err := p.execute(ctx, i, "SELECT")
		if err == nil || time.Now().After(end) {
			return err
		}
	}
}

func (p *Pair) execute(ctx context.Context, i int, sql string) error {
	return p.within(ctx, i, func(conn *pgx.Conn) error { _, err := conn.Exec(ctx, sql); return err })
}

func (p *Pair) within(ctx context.Context, i int, f func(*pgx.Conn) error) error {
	conn, err := pgx.Connect(ctx, fmt.Sprintf("postgres://escale@127.0.0.1:%d/postgres?sslmode=disable", p.ports[i]))
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	return f(conn)
}

func (p *Pair) run(ctx context.Context, program string, args ...string) error {
	if out, err := p.command(ctx, program, args...).CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", program, err, out)
	}
	return nil
}

func (p *Pair) command(ctx context.Context, program string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, filepath.Join(p.bin, program), args...)
	cmd.Dir = "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Credential: p.credential, Pdeathsig: syscall.SIGKILL}
	return cmd
}

func (p *Pair) own(folder string) error {
	if p.credential == nil {
		return nil
	}
	return os.Chown(folder, int(p.credential.Uid), int(p.credential.Gid))
}

func find() (bin string, credential *syscall.Credential, err error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	if len(found) == 0 {
		return "", nil, errors.New("PostgreSQL is not installed")
	}
	if os.Geteuid() != 0 {
		return found[len(found)-1], nil, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return "", nil, err
	}
	uid, errUID := strconv.ParseUint(u.Uid, 10, 32)
	gid, errGID := strconv.ParseUint(u.Gid, 10, 32)
	return found[len(found)-1], &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, errors.Join(errUID, errGID)
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}
