package web

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// meter counts what the server does.
type meter struct {
	registry *prometheus.Registry
	took     *prometheus.HistogramVec
	asked    *prometheus.CounterVec
	taken    *prometheus.CounterVec
	under    prometheus.Gauge
}

func newMeter() *meter {
	m := &meter{
		registry: prometheus.NewRegistry(),
		took: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "entente_http_seconds", Help: "Time that answers took.",
			Buckets: []float64{.005, .01, .025, .05, .1, .15, .25, .5, 1, 2.5, 10}}, []string{"route"}),
		asked: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "entente_http_requests_total", Help: "Requests answered."}, []string{"route", "status"}),
		taken: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "entente_taken_total", Help: "What was brought and kept."}, []string{"what"}),
		under: prometheus.NewGauge(prometheus.GaugeOpts{Name: "entente_http_requests_now", Help: "Requests being answered."}),
	}
	m.registry.MustRegister(m.took, m.asked, m.taken, m.under, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func (m *meter) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// observed counts requests by the route that answered them, never by their address, of
// which there are as many as anybody cares to invent.
func (s *Server) observed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.meter.under.Inc()
		defer s.meter.under.Dec()
		began := time.Now()
		rec := &recorder{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(rec, r)
		_, route := s.mux.Handler(r)
		if route == "" || rec.status == http.StatusMisdirectedRequest {
			route = "none"
		}
		s.meter.took.WithLabelValues(route).Observe(time.Since(began).Seconds())
		s.meter.asked.WithLabelValues(route, strconv.Itoa(rec.status)).Inc()
	})
}

// recorder notes the status of an answer.
type recorder struct {
	http.ResponseWriter
	status int
	begun  bool
}

// WriteHeader notes the first status.
func (r *recorder) WriteHeader(status int) {
	if !r.begun {
		r.status, r.begun = status, true
	}
	r.ResponseWriter.WriteHeader(status)
}

// Write begins an answer that has no status yet.
func (r *recorder) Write(b []byte) (int, error) {
	r.begun = true
	return r.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach what is underneath.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }
