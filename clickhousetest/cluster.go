// Package clickhousetest starts servers of ClickHouse on loopback for tests and measurements:
// each is a shard of one cluster. It takes a folder and gives the address of a store; it
// knows nothing of what is kept there. The servers are Debian's clickhouse-server.
package clickhousetest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	engine "github.com/ClickHouse/clickhouse-go/v2"
)

// The users that the servers know, of one password: User may do all, Reader may read and
// change nothing, Confined comes to no database but the servers' own.
const (
	User     = "entente"
	Reader   = "reader"
	Confined = "confined"
	Password = "between us"
)

// Cluster is servers that run, one a shard.
type Cluster struct {
	dir     string
	program string
	ports   []int // of the native protocol
	inner   []int // of the servers among themselves
	servers []*exec.Cmd
}

// Program gives the server's program, "" where it is not installed.
func Program() string {
	path, err := exec.LookPath("clickhouse-server")
	if err != nil {
		return ""
	}
	return path
}

// Start starts some servers that keep what they are given in a folder, and waits until they
// answer.
func Start(dir string, shards int) (*Cluster, error) {
	c := &Cluster{dir: dir, program: Program(), servers: make([]*exec.Cmd, shards)}
	if c.program == "" {
		return nil, errors.New("clickhouse-server is not installed: apt-get install -y clickhouse-server")
	}
	for range shards {
		port, inner, err := freePorts()
		if err != nil {
			return nil, err
		}
		c.ports, c.inner = append(c.ports, port), append(c.inner, inner)
	}
	if err := os.WriteFile(c.PasswordFile(), []byte(Password+"\n"), 0o600); err != nil {
		return nil, err
	}
	for i := range shards {
		if err := c.configure(i); err != nil {
			return nil, err
		}
		if err := c.Begin(i); err != nil {
			return nil, errors.Join(err, c.Stop())
		}
	}
	return c, nil
}

func freePorts() (a, b int, err error) {
	one, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, 0, err
	}
	defer one.Close()
	other, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, 0, err
	}
	defer other.Close()
	return one.Addr().(*net.TCPAddr).Port, other.Addr().(*net.TCPAddr).Port, nil
}

// PasswordFile is where the password stands.
func (c *Cluster) PasswordFile() string { return filepath.Join(c.dir, "password") }

// Folder is where a shard keeps its files.
func (c *Cluster) Folder(shard int) string { return filepath.Join(c.dir, fmt.Sprint("shard", shard+1)) }

// Host is the address of a shard.
func (c *Cluster) Host(shard int) string { return fmt.Sprint("127.0.0.1:", c.ports[shard]) }

// Hosts are the addresses of all shards, as a store's address names them.
func (c *Cluster) Hosts() string {
	hosts := make([]string, len(c.ports))
	for i := range hosts {
		hosts[i] = c.Host(i)
	}
	return strings.Join(hosts, ",")
}

// Store gives the address of a store in a database.
func (c *Cluster) Store(database string) string {
	return "clickhouse://" + User + "@" + c.Hosts() + "/" + database + "?password_file=" + c.PasswordFile()
}

const config = `<yandex>
<logger><level>warning</level><log>%[1]s/log</log><errorlog>%[1]s/err</errorlog></logger>
<tcp_port>%[2]d</tcp_port><interserver_http_port>%[3]d</interserver_http_port><listen_host>127.0.0.1</listen_host>
<path>%[1]s/data/</path><tmp_path>%[1]s/tmp/</tmp_path><format_schema_path>%[1]s/format/</format_schema_path>
<users_config>users.xml</users_config><default_profile>default</default_profile><default_database>default</default_database>
<mark_cache_size>268435456</mark_cache_size><max_concurrent_queries>200</max_concurrent_queries>
<remote_servers><entente>%[4]s</entente></remote_servers>
</yandex>
`

const users = `<yandex><profiles><reader><readonly>2</readonly></reader><default><max_memory_usage>4000000000</max_memory_usage><background_pool_size>2</background_pool_size><max_threads>2</max_threads></default></profiles><quotas><default></default></quotas>
<users><%[1]s><password>%[2]s</password><networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota></%[1]s>
<%[3]s><password>%[2]s</password><networks><ip>127.0.0.1</ip></networks><profile>reader</profile><quota>default</quota></%[3]s>
<%[4]s><password>%[2]s</password><networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota>
<allow_databases><database>default</database></allow_databases></%[4]s></users></yandex>
`

func (c *Cluster) configure(shard int) error {
	var peers strings.Builder
	for _, port := range c.ports {
		fmt.Fprintf(&peers, "<shard><replica><host>127.0.0.1</host><port>%d</port><user>%s</user><password>%s</password></replica></shard>", port, User, Password)
	}
	dir := c.Folder(shard)
	for _, d := range []string{"data", "tmp", "format"} {
		if err := os.MkdirAll(filepath.Join(dir, d), 0o700); err != nil {
			return err
		}
	}
	text := fmt.Sprintf(config, dir, c.ports[shard], c.inner[shard], peers.String())
	return errors.Join(os.WriteFile(filepath.Join(dir, "config.xml"), []byte(text), 0o600),
		os.WriteFile(filepath.Join(dir, "users.xml"), fmt.Appendf(nil, users, User, Password, Reader, Confined), 0o600))
}

// Do has a shard do something, told in its own language.
func (c *Cluster) Do(ctx context.Context, shard int, statements ...string) error {
	db, err := engine.Open(&engine.Options{Addr: []string{c.Host(shard)}, Auth: engine.Auth{Username: User, Password: Password}})
	if err != nil {
		return err
	}
	defer db.Close()
	for _, q := range statements {
		if err := db.Exec(ctx, q); err != nil {
			return fmt.Errorf("%s: %w", q, err)
		}
	}
	return nil
}

// Begin starts the server of a shard, and waits until it answers.
func (c *Cluster) Begin(shard int) error {
	cmd := exec.Command(c.program, "--config-file="+filepath.Join(c.Folder(shard), "config.xml"))
	cmd.Dir = c.Folder(shard)
	out, err := os.OpenFile(filepath.Join(c.Folder(shard), "out"), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	defer out.Close()
	cmd.Stdout, cmd.Stderr = out, out
	if err := cmd.Start(); err != nil {
		return err
	}
	c.servers[shard] = cmd
	for range 600 {
		conn, err := net.DialTimeout("tcp", c.Host(shard), time.Second)
		if err == nil {
			return conn.Close()
		}
		time.Sleep(100 * time.Millisecond)
	}
	told, _ := os.ReadFile(filepath.Join(c.Folder(shard), "err"))
	return fmt.Errorf("the server at %s does not answer after a minute: %s", c.Host(shard), told)
}

// Kill ends the server of a shard at once, as a power cut of its machine would.
func (c *Cluster) Kill(shard int) error { return c.end(shard, syscall.SIGKILL) }

func (c *Cluster) end(shard int, signal syscall.Signal) error {
	cmd := c.servers[shard]
	if cmd == nil {
		return nil
	}
	c.servers[shard] = nil
	if err := cmd.Process.Signal(signal); err != nil {
		return err
	}
	_ = cmd.Wait() // it says that it was ended by the signal
	return nil
}

// CPU is what the servers have used of the processors so far, of those that run.
func (c *Cluster) CPU() time.Duration {
	var all time.Duration
	for _, cmd := range c.servers {
		if cmd == nil {
			continue
		}
		all += used(cmd.Process.Pid)
	}
	return all
}

// used reads what a process has used, in hundredths of a second.
func used(pid int) time.Duration {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(text), ") ")
	fields := strings.Fields(rest)
	if len(fields) < 13 {
		return 0
	}
	var user, system int64
	fmt.Sscan(fields[11], &user)
	fmt.Sscan(fields[12], &system)
	return time.Duration(user+system) * 10 * time.Millisecond
}

// Stop ends all servers.
func (c *Cluster) Stop() error {
	var errs []error
	for i := range c.servers {
		errs = append(errs, c.end(i, syscall.SIGKILL))
	}
	return errors.Join(errs...)
}
