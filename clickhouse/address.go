package clickhouse

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Scheme begins the address of a store of this kind.
const Scheme = "clickhouse://"

// Is reports whether a store's name is the address of one of this kind.
func Is(store string) bool { return strings.HasPrefix(store, Scheme) }

// address is where a store is and who asks.
type address struct {
	hosts    []string // host:port of each shard, in their order
	database string
	cluster  string // the name of the cluster in the servers' configuration
	user     string
	password string
	tls      *tls.Config // nil for none
	dial     time.Duration
}

// parameters are those that an address may have.
var parameters = []string{"cluster", "user", "password_file", "secure", "ca", "cert", "key", "server_name", "timeout"}

var plainName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// parse reads clickhouse://[USER@]HOST:PORT[,HOST:PORT…]/DATABASE[?PARAMETER=…]. Passwords and
// keys are read from the files that it names.
func parse(text string) (*address, error) {
	rest, ok := strings.CutPrefix(text, Scheme)
	if !ok {
		return nil, fmt.Errorf("the address of a store on servers begins with %s", Scheme)
	}
	rest, query, _ := strings.Cut(rest, "?")
	hosts, database, _ := strings.Cut(rest, "/")
	a := &address{database: database, cluster: "entente", dial: 10 * time.Second}
	if user, at, ok := cutLast(hosts, "@"); ok {
		if strings.Contains(user, ":") {
			return nil, errors.New("an address is seen by all who list processes, so it may hold no password: name a file with password_file=FILE")
		}
		name, err := url.PathUnescape(user)
		if err != nil {
			return nil, fmt.Errorf("its user: %w", err)
		}
		a.user, hosts = name, at
	}
	for _, h := range strings.Split(hosts, ",") {
		host, port, err := net.SplitHostPort(h)
		if err != nil || host == "" || port == "" {
			return nil, fmt.Errorf("%q is no HOST:PORT; the native protocol is usually at port 9000, with TLS at 9440", h)
		}
		if slices.Contains(a.hosts, h) {
			return nil, fmt.Errorf("%s is named twice: each shard is named once", h)
		}
		a.hosts = append(a.hosts, h)
	}
	if !plainName.MatchString(a.database) {
		return nil, fmt.Errorf("%q is no name of a database: letters, digits and underscores, as in %shost:9000/news", a.database, Scheme)
	}
	return a, a.take(query)
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return "", s, false
}

// take reads the parameters.
func (a *address) take(query string) error {
	values, err := url.ParseQuery(query)
	if err != nil {
		return fmt.Errorf("its parameters: %w", err)
	}
	for name, v := range values {
		if !slices.Contains(parameters, name) {
			return fmt.Errorf("there is no parameter %q: %s", name, strings.Join(parameters, ", "))
		}
		if len(v) != 1 || v[0] == "" {
			return fmt.Errorf("the parameter %s has no value, or several", name)
		}
	}
	get := values.Get
	if values.Has("cluster") {
		a.cluster = get("cluster")
	}
	if !plainName.MatchString(a.cluster) {
		return fmt.Errorf("%q is no name of a cluster", a.cluster)
	}
	if values.Has("user") {
		a.user = get("user")
	}
	if values.Has("timeout") {
		if a.dial, err = time.ParseDuration(get("timeout")); err != nil || a.dial <= 0 {
			return fmt.Errorf("%q is no time such as 10s", get("timeout"))
		}
	}
	if a.password, err = secret(get("password_file")); err != nil {
		return err
	}
	return a.secure(values)
}

// secret reads a password: the first line of a file that others may not read.
func secret(file string) (string, error) {
	if file == "" {
		return "", nil
	}
	info, err := os.Stat(file)
	if err != nil {
		return "", fmt.Errorf("its password: %w", err)
	}
	if info.Mode().Perm()&0o007 != 0 {
		return "", fmt.Errorf("its password: everybody may read %s; chmod 600 closes it", file)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return "", fmt.Errorf("its password: %w", err)
	}
	line, _, _ := strings.Cut(string(text), "\n")
	return strings.TrimSuffix(line, "\r"), nil
}

// secure reads what says how TLS is spoken; any of it asks for TLS.
func (a *address) secure(values url.Values) error {
	wants := values.Get("secure")
	if wants != "" && wants != "true" && wants != "false" {
		return fmt.Errorf("secure is true or false, not %q", wants)
	}
	ca, cert, key, name := values.Get("ca"), values.Get("cert"), values.Get("key"), values.Get("server_name")
	if wants == "false" || wants == "" && ca == "" && cert == "" && key == "" && name == "" {
		if ca+cert+key+name != "" {
			return errors.New("secure=false, and certificates are named")
		}
		return nil
	}
	c := &tls.Config{MinVersion: tls.VersionTLS12, ServerName: name}
	if ca != "" {
		text, err := os.ReadFile(ca)
		if err != nil {
			return fmt.Errorf("its authority: %w", err)
		}
		if c.RootCAs = x509.NewCertPool(); !c.RootCAs.AppendCertsFromPEM(text) {
			return fmt.Errorf("its authority: %s holds no certificate", ca)
		}
	}
	if (cert == "") != (key == "") {
		return errors.New("cert and key go together")
	}
	if cert != "" {
		pair, err := tls.LoadX509KeyPair(cert, key)
		if err != nil {
			return fmt.Errorf("its certificate: %w", err)
		}
		c.Certificates = []tls.Certificate{pair}
	}
	a.tls = c
	return nil
}

// String names the store without its secrets.
func (a *address) String() string {
	return Scheme + strings.Join(a.hosts, ",") + "/" + a.database
}

// Plain gives the address of a store without what stands for who asks and how, as it may be
// shown and as it names the store; an address that is none is given as it is.
func Plain(store string) string {
	a, err := parse(withoutParameters(store))
	if err != nil {
		return store
	}
	return a.String()
}

func withoutParameters(store string) string {
	before, _, _ := strings.Cut(store, "?")
	return before
}
