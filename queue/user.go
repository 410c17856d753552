package queue

import (
	"bufio"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nkeys"
)

// Role is what a user of an embedded server may do, and no more.
type Role string

// The roles.
const (
	Publish Role = "publish" // publish stories
	Code    Role = "work"    // code them
	Watch   Role = "watch"   // see how the queue and its fleet fare
	Tend    Role = "tend"    // all of it: make the queue, put back what was set aside
)

// Roles names them all.
var Roles = []Role{Publish, Code, Watch, Tend}

// User is a line of a file of users: a name, a role and a public key.
type User struct {
	Name string
	Role Role
	Key  string
}

// NewUser makes a user. The seed is the secret that a [Login] names as credentials; the
// server keeps the public key alone.
func NewUser(name string, role Role) (u User, seed string, err error) {
	if name == "" || strings.ContainsAny(name, " \t\r\n#") {
		return u, "", fault(BadFile, nil, "%q is no name of a user: it has no spaces and no #", name)
	}
	if !slices.Contains(Roles, role) {
		return u, "", fault(BadFile, nil, "%q is no role", role)
	}
	pair, err := nkeys.CreateUser()
	if err != nil {
		return u, "", err
	}
	key, err := pair.PublicKey()
	if err != nil {
		return u, "", err
	}
	secret, err := pair.Seed()
	return User{name, role, key}, string(secret), err
}

// String writes a user as a line.
func (u User) String() string { return fmt.Sprintf("%s %s %s", u.Name, u.Role, u.Key) }

// ReadUsers reads a file of users: a line each, # begins a comment. A line that is none is
// a [BadFile] with its number.
func ReadUsers(path string) ([]User, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fault(BadFile, err, "read the users")
	}
	defer f.Close()
	var out []User
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		text, _, _ := strings.Cut(lines.Text(), "#")
		words := strings.Fields(text)
		if len(words) == 0 {
			continue
		}
		if len(words) != 3 || !slices.Contains(Roles, Role(words[1])) || !nkeys.IsValidPublicUserKey(words[2]) {
			return nil, fault(BadFile, nil, "%s:%d: a user is a name, one of the roles publish, work, watch and tend, and a public key", path, n)
		}
		out = append(out, User{words[0], Role(words[1]), words[2]})
	}
	if err := lines.Err(); err != nil {
		return nil, fault(BadFile, err, "read the users")
	}
	if len(out) == 0 {
		return nil, fault(BadFile, nil, "%s names no user", path)
	}
	return out, nil
}

// api gives the subjects by which JetStream is asked something of streams.
func api(what string, streams ...string) []string {
	var out []string
	for _, s := range streams {
		out = append(out, "$JS.API."+what+"."+s)
	}
	return out
}

// may gives what a role may publish.
func (r Role) may() []string {
	const fleet, large = "KV_" + fleetBucket, "OBJ_" + largeBucket
	out := slices.Concat(
		api("STREAM.INFO", workStream, asideStream, fleet, large),
		api("DIRECT.GET", fleet, fleet+".>", workStream, workStream+".>"),
		api("STREAM.MSG.GET", fleet, workStream),
	)
	switch r {
	case Publish:
		out = append(out, workSubject+"*", "$KV."+fleetBucket+"."+publicationKey, "$O."+largeBucket+".>")
		out = append(out, api("STREAM.MSG.GET", large)...)
		out = append(out, api("DIRECT.GET", large, large+".>")...)
		out = append(out, api("STREAM.PURGE", large)...)
	case Code:
		out = append(out, asideSubject+"*", "$KV."+fleetBucket+"."+workerKey+">", "$KV."+fleetBucket+".try.*", "$O."+largeBucket+".>", "$JS.ACK."+workStream+"."+coders+".>", "$JS.FC.>")
		out = append(out, api("CONSUMER.INFO", workStream+"."+coders)...)
		out = append(out, api("CONSUMER.MSG.NEXT", workStream+"."+coders)...)
		out = append(out, api("STREAM.MSG.GET", large)...)
		out = append(out, api("DIRECT.GET", large, large+".>")...)
		out = append(out, api("STREAM.PURGE", large)...)
		out = append(out, api("CONSUMER.CREATE", large+".>")...)
		out = append(out, api("CONSUMER.DELETE", large+".*")...)
	case Watch:
		out = append(out, "$JS.FC.>")
		out = append(out, api("CONSUMER.INFO", workStream+"."+coders)...)
		out = append(out, api("CONSUMER.CREATE", fleet+".>")...)
		out = append(out, api("CONSUMER.DELETE", fleet+".*")...)
		out = append(out, api("STREAM.MSG.GET", asideStream)...)
		out = append(out, api("DIRECT.GET", asideStream, asideStream+".>")...)
	}
	return out
}

// known turns users into those of a server.
func known(users []User) []*server.NkeyUser {
	var out []*server.NkeyUser
	for _, u := range users {
		n := &server.NkeyUser{Nkey: u.Key}
		if u.Role != Tend {
			n.Permissions = &server.Permissions{
				Publish:   &server.SubjectPermission{Allow: u.Role.may()},
				Subscribe: &server.SubjectPermission{Allow: []string{"_INBOX." + u.Key + ".>"}},
			}
		}
		out = append(out, n)
	}
	return out
}
